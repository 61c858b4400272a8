"""What people and companies say about the evidence: data/statements/<key>.yml."""

from evidence.model import vocabulary as words
from evidence.model.values import Cite, Key, Record, Text, described, optional


class Statement(Record):
    """An opinion, explanation or plan of a speaker, the sponsor or a commentary: no result. data/statements/<key>.yml."""

    label: Text = described("What it is about, in a few words.")
    said_by: words.SaidBy = described("Who says it: a speaker, the sponsor, or the author of a commentary.")
    name: Text | None = optional("Name of who says it, where the source gives one.")
    topic: words.StatementTopic = described("What it is about; it decides which pages show it.")
    text: Text = described("What is said, in our own words, as one sourced statement.")
    studies: tuple[Key, ...] = described(
        "Studies and groups that it is about; a group stands for its members.", default=()
    )
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")
