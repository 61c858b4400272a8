"""One page of each kind opens in Chromium: for everybody, without a complaint of the browser, and asking nobody else."""

import pytest
from playwright.sync_api import Browser

from support import page_kinds
from support.accessibility import violations
from support.built_site import Built


@pytest.mark.parametrize("kind", page_kinds.ALL)
def test_a_page_of_each_kind_breaks_no_rule(browser: Browser, at_hand: Built, kind: str) -> None:
    address = page_kinds.address(at_hand.site.view, kind)
    assert address is not None or kind in page_kinds.MANY, f"no page of kind {kind}"
    assert address is None or violations(browser, at_hand, address) == []
