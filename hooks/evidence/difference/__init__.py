"""What is different between two states of the evidence: facts, verdicts, contradictions, charts, addresses, all else."""

from evidence.difference.compare import Difference, State, compare
from evidence.difference.entries import FieldChange
from evidence.difference.say import FORMATS, said

__all__ = ["FORMATS", "Difference", "FieldChange", "State", "compare", "said"]
