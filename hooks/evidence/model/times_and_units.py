"""How times and units are written, so that one of them has one spelling: `week 48`, `points`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_PERIODS = {
    "day": "d days?",
    "week": "w wks? weeks?",
    "month": "mo mos months?",
    "year": "y yrs? years?",
}
_PERIOD_OF = {form: name for name, forms in _PERIODS.items() for form in forms.split()}
_WORD = "|".join(sorted(_PERIOD_OF, key=len, reverse=True))
# A period with its number: `week 48`, `Weeks 24-52`, `wk48`, `48 weeks`.
_AFTER = re.compile(
    rf"\b(?P<word>{_WORD})[\s._-]*(?P<first>[0-9]+)(?:\s*(?:-|–|to)\s*(?P<last>[0-9]+))?(?![0-9])", re.IGNORECASE
)
_BEFORE = re.compile(rf"\b(?P<first>[0-9]+)[\s_-]*(?P<word>{_WORD})\b(?![\s._-]*[0-9])", re.IGNORECASE)

# Unit -> other ways of writing it, of which texts that are alike but for capitals, spaces and plural need no mention.
UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "points": ("pt", "pts"),
        "percent": ("%", "per cent", "pct"),
        "percentage points": ("pp", "%-points", "percent points"),
        "participants": ("patients", "people", "persons", "subjects"),
        "centres": ("centers",),
        "countries": ("country",),
        "µg/mL": ("ug/ml", "mcg/ml"),
    }
)


def written_time(text: str) -> str:
    """A time as the data write it: `week48`, `Week 48` and `48 weeks` become `week 48`; other words stay as they are."""
    return _BEFORE.sub(_written, _AFTER.sub(_written, text))


def _written(found: re.Match[str]) -> str:
    name = next(name for form, name in _PERIOD_OF.items() if re.fullmatch(form, found["word"], re.IGNORECASE))
    last = found.groupdict().get("last")
    return f"{name} {found['first']}" + (f" to {name} {last}" if last else "")


def unit_key(text: str) -> str:
    """What two spellings of one unit have in common."""
    return _KEYS.get(_bare(text), _bare(text))


def written_unit(text: str) -> str:
    """A unit as the data write it, where it is one of UNITS in another spelling; else the text itself."""
    return _WRITTEN.get(unit_key(text), text)


def _bare(text: str) -> str:
    """A unit without capitals, spaces and hyphens, in the singular; signs such as % and / stay."""
    bare = re.sub(r"[\s_-]", "", text.casefold().replace("μ", "µ"))
    return bare[:-1] if len(bare) > 2 and bare.endswith("s") and not bare.endswith("ss") else bare


_KEYS = {_bare(other): _bare(unit) for unit, others in UNITS.items() for other in others}
_WRITTEN = {_bare(unit): unit for unit in UNITS}
