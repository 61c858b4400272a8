"""What the data say must not be published, no page and no file says but those that tell contradictions."""

import re

from support import raw_data
from support.built_site import Built
from support.published_texts import published_texts


def test_a_claim_that_must_not_be_published_is_told_nowhere_but_among_contradictions(built: Built) -> None:
    file = built.data / "not-published.yml"
    claims = raw_data.entity(file)["claims"] if file.exists() else {}
    patterns = {key: re.compile(claim["pattern"], re.IGNORECASE) for key, claim in claims.items()}
    found = [
        f"{name}: {key}: {text[max(0, hit.start() - 60) : hit.end() + 40]}"
        for name, text in (published_texts(built) if patterns else ())
        for key, pattern in patterns.items()
        for hit in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)
