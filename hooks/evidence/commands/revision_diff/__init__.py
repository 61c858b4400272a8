"""What differs between two states of the evidence: facts, verdicts, contradictions, charts, addresses, all else."""

from evidence.commands.revision_diff.compare import Difference, State, compare
from evidence.commands.revision_diff.render import FORMATS, render

__all__ = ["FORMATS", "Difference", "State", "compare", "render"]
