"""Addresses that the site has by kind are all in use."""

import re

from evidence.model import links
from support.built_site import Built


def test_every_kind_of_address_is_used(rich: Built, pooled: Built) -> None:
    sites = (rich, pooled)
    there = {address for site in sites for address in (*site.pages, *site.framed, *site.files)}
    linked = {address for site in sites for page in site.pages.values() for address in page.links}
    unused = []
    for kind, form in links.ADDRESSES.items():
        pattern = re.compile(re.escape(form).replace(r"\{\}", "[^/#]+").replace(r"\{owner\}", "[^/#]+"))
        if not any(pattern.fullmatch(address) for address in (linked if "#" in form else linked | there)):
            unused.append(kind)
    assert unused == []
