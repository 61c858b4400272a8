"""What is kept between builds: made things under a hash of all they were made from, so that none is ever stale."""

from evidence.kept.blocks import anchors, apart, headings, together
from evidence.kept.digest import code, digest, everything
from evidence.kept.finished import Finished
from evidence.kept.reads import Watch
from evidence.kept.standing import Standing
from evidence.kept.store import Store, compiled

__all__ = [
    "Finished",
    "Standing",
    "Store",
    "Watch",
    "anchors",
    "apart",
    "code",
    "compiled",
    "digest",
    "everything",
    "headings",
    "together",
]
