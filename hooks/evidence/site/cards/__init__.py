"""Cards: the picture that a link to a page unfolds into. One for each fact, study and chart, one for the site."""

from evidence.site.cards.pictures import files

__all__ = ["files"]
