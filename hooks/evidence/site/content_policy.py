"""The content security policy: what a page may run and load, written into the page itself. It is the same for every page.

No page has a script of its own in its text: scripts are files of the site. Data in a script element, such as JSON-LD, do
not run and need no rule.
"""

import re

# A page loads its own site's files and nothing else. Styles may be in the page: charts and the theme set them.
_RULES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
META = '<meta http-equiv="Content-Security-Policy" content="{}">'.format("; ".join(_RULES))
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)


def with_policy(page: str) -> str:
    """The page with the policy first in its head, where it applies to all that follows. ValueError without a head."""
    head = _HEAD.search(page)
    if not head:
        raise ValueError("a page needs a head for its policy")
    return f"{page[: head.end()]}{META}{page[head.end() :]}"
