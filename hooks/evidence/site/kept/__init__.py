"""What is kept between builds: made things under a hash of all they were made from, so that none is ever stale."""

from evidence.site.kept.blocks import anchors, apart, headings, together
from evidence.site.kept.digest import code, digest, everything
from evidence.site.kept.finished import Finished
from evidence.site.kept.reads import Watch
from evidence.site.kept.standing import Standing
from evidence.site.kept.store import Store, compiled

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
