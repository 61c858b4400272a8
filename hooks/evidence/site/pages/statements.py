"""What speakers, the sponsor and commentaries say, by topic: opinions, apart from results."""

from collections.abc import Iterator

from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.gather_statements import TOPICS, on_topics
from evidence.site.pages.page import Page, edit_of_folder


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    found = ((title, links.slug(topic), on_topics(gather, (topic,))) for topic, title in TOPICS.items())
    context = {"count": len(gather.view.evidence.statements), "topics": tuple(each for each in found if each[2])}
    yield Page("statements", links.address("statements"), context, edit_of_folder(gather, "statements"))
