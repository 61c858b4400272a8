"""Cards: the picture that stands for a page where its link is pasted. One for each fact, study and chart, one for the site."""

from evidence.site.cards.cache import files

__all__ = ["files"]
