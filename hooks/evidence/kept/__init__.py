"""What is kept between builds: made things under a hash of all they were made from, so that none is ever stale."""

from evidence.kept.blocks import anchors, apart, together
from evidence.kept.digest import code, digest
from evidence.kept.reads import Watch
from evidence.kept.store import Store, compiled

__all__ = ["Store", "Watch", "anchors", "apart", "code", "compiled", "digest", "together"]
