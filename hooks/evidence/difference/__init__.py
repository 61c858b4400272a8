"""What is different between two states of the evidence: facts, verdicts, contradictions, addresses, charts, the log."""

from evidence.difference.compare import Difference, State, compare
from evidence.difference.say import FORMATS, said

__all__ = ["FORMATS", "Difference", "State", "compare", "said"]
