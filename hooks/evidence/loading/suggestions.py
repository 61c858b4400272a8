"""A suggestion for a value of the wrong form, only where nothing else can have been meant."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from evidence.model import links
from evidence.model.jurisdictions import JURISDICTION_NAMES
from evidence.model.values import COUNT, DATE, NUMBER

# Signs that stand for a minus in front of a number, and for nothing else there.
_MINUS = re.compile("^[\u2212\u2012\u2013\ufe63\uff0d]")
_SIGN = re.compile(r"(?:[Pp]\s*)?(?P<sign><|>|about|approximately|approx\.|ca\.|~|≈)\s*(?P<number>.+)")
_UNIT = re.compile(r"(?:[nNpP]\s*=\s*)?(?P<number>[-−–+]?[\d.,\s]*\d)\s*(?:%|[^\W\d_](?:[^\W\d_]|[/ ])*)?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.? )?([A-Za-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)? (\d{4})")
_COUNTRIES = {"UK": "GB", "EL": "GR", "USA": "US", "EUROPE": "EU", "GLOBAL": "global", "WORLDWIDE": "global"}


def suggestion(kind: str, got: str) -> str:
    """The clause "; did you mean 'x'?" for a value that its kind refuses, or nothing."""
    suggest = _SUGGESTIONS.get(kind)
    found = suggest(" ".join(got.split())) if suggest else ""
    return f"; did you mean {found}?" if found else ""


def normalised_number(text: str) -> str:
    """A number with an ordinary minus sign and its leading zero, the two ways in which sources print numbers differently."""
    plain = _MINUS.sub("-", text)
    return re.sub(r"^(-?)\.(?=\d)", r"\g<1>0.", plain)


def _number(got: str) -> str:
    if found := _SIGN.fullmatch(got):
        sign = found["sign"] if found["sign"] in "<>" else "about"
        number = _plain(found["number"])
        return f"'{number}' with {sign} in the field of its qualifier" if number else ""
    number = _plain(got)
    return f"'{number}'" if number else ""


def _probability(got: str) -> str:
    found = _number(got)
    return found if re.match(r"'(?:0(?:\.|')|1(?:\.0+)?')", found) else ""


def _plain(got: str) -> str:
    """A number without what does not belong to it, or nothing where that could be another number."""
    found = _UNIT.fullmatch(got)
    if not found:
        return ""
    text = normalised_number(found["number"].replace(" ", "")).removeprefix("+")
    if re.fullmatch(r"-?\d+,(?!\d{3}$)\d+", text):  # three digits after a comma may be thousands
        text = text.replace(",", ".")
    return text if re.fullmatch(NUMBER, text) else ""


def _count(got: str) -> str:
    found = _UNIT.fullmatch(got)
    text = re.sub(r"[ ,]", "", found["number"]) if found else ""
    text = re.sub(r"\.0+$", "", text)
    grouped = found and re.fullmatch(r"\d+|\d{1,3}(?:[ ,]\d{3})+|\d+\.0+", found["number"])
    return f"'{text}'" if grouped and re.fullmatch(COUNT, text) else ""


def _date(got: str) -> str:
    parts: tuple[str, ...] = ()
    if found := _YEAR_FIRST.fullmatch(got):
        parts = (found[1], found[3], found[4] or "")
    elif found := _DAY_FIRST.fullmatch(got):
        day, month = found[1], found[3]
        if int(month) > 12:
            day, month = month, day
        if found[2] == "." or int(day) > 12 or day == month:  # 05/06 is a day in May in one country, in June in another
            parts = (found[4], month, day)
    elif (found := _NAMED.fullmatch(got)) and found[2][:3].lower() in _MONTHS:
        parts = (found[4], str(_MONTHS.index(found[2][:3].lower()) + 1), found[1] or found[3] or "")
    elif re.fullmatch(r"(?:19|20)\d{6}", got):
        parts = (got[:4], got[4:6], got[6:])
    text = "-".join(part.zfill(2) for part in parts if part)
    return f"'{text}'" if text != got and _exists(text) else ""


def _exists(text: str) -> bool:
    try:
        return bool(re.fullmatch(DATE, text) and date.fromisoformat((text + "-01-01")[:10]))
    except ValueError:
        return False


def _key(got: str) -> str:
    return (
        f"'{'.'.join(links.slug(part) for part in got.strip('.').split('.'))}'"
        if re.search(r"[A-Za-z0-9]", got)
        else ""
    )


def _nct(got: str) -> str:
    found = re.search(r"(?:nct)?[\s:-]*(?<!\d)(\d{8})(?!\d)", got, re.IGNORECASE)
    return f"'NCT{found[1]}'" if found else ""


def _url(got: str) -> str:
    known = re.fullmatch(r"(?:www\.|doi\.org/)[^\s<>\"'`\\{}|^]+", got)
    return f"'https://{got}'" if known else ""


def _doi(got: str) -> str:
    found = re.fullmatch(r"(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:?\s*)(10\.\d{4,9}/[^\s\"<>]+)", got, re.IGNORECASE)
    return f"'{found[1]}'" if found else ""


def _country(got: str) -> str:
    code = _COUNTRIES.get(got.upper()) or (got.upper() if len(got) == 2 and got != got.upper() else "")
    return f"'{code}'" if code in JURISDICTION_NAMES else ""


_SUGGESTIONS: Mapping[str, Callable[[str], str]] = {
    "number": _number,
    "probability": _probability,
    "count": _count,
    "date": _date,
    "day": _date,
    "key": _key,
    "nct": _nct,
    "url": _url,
    "doi": _doi,
    "country": _country,
}
