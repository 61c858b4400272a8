"""How numbers stand in running text: patterns and weights, stated once for Python and for the browser.

Patterns keep to what both read alike: ASCII classes, no named groups, no flags. Odd spaces are plain before they apply.
"""

from typing import Any

_GAP = r"[ \n]*"
_LESS = "<|\u2264|[Ll]ess than|[Ff]ewer than|[Bb]elow|[Uu]nder|[Aa]t most|[Uu]p to"
_MORE = ">|\u2265|[Mm]ore than|[Gg]reater than|[Oo]ver|[Aa]bove|[Aa]t least"
_ABOUT = "[Aa]bout|[Aa]round|[Aa]pproximately|[Rr]oughly|[Nn]early|[Aa]lmost|[Cc]irca|~|\u2248"
_MONTH = "(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*[.]?"
_COUNTED = (
    "[Gg]rade|[Tt]ype|[Tt]able|[Ff]igure|[Ff]ig\\.|[Pp]age|[Pp]aragraph|[Ss]entence|[Ss]tep|[Vv]ersion|[Pp]art|[Ss]ection|"
    "[Ss]lide|[Cc]hapter|[Tt]ier|[Dd]ecision|[Pp]hase|[Dd]ay|[Pp]eriod|[Pp]opulation|[Pp]lan|[Cc]hoice"
)
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TENS = {
    word: 10 * index for index, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_WORDS = {word: index for index, word in enumerate(_ONES, 1)} | _TENS
_WORDS |= {f"{ten}-{one}": value + index for ten, value in _TENS.items() for index, one in enumerate(_ONES[:9], 1)}
_SPELT = "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in sorted(_WORDS, key=lambda word: (-len(word), word))
)
_SPELT = rf"\b(?:{_SPELT})\b"

# What the role of a number is called.
ROLES = {
    "": "value",
    "p": "P",
    "se": "standard error",
    "low": "lower end",
    "high": "upper end",
    "level": "level of the interval",
    "margin": "non-inferiority margin",
}

GRAMMAR: dict[str, Any] = {
    # What holds digits and is no figure: code, addresses, markup, dates, names, numbering, ratios, references.
    "mask": "|".join(
        [
            r"```[\s\S]*?```|`[^`\n]*`",
            r"https?://[^ \n)>]+|\]\([^)\n]*\)|</?[A-Za-z][^<>\n]*>|\b10\.[0-9]{4,}/[^ \n]+",
            r"\b[0-9]{4}-[0-9]{2}\b(?!-)|\b[0-9]+(?:-[0-9]+){2,}\b",
            rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?[ \n]+{_MONTH}(?:[ \n]+[0-9]{{4}})?\b",
            rf"\b{_MONTH}[ \n]+[0-9]{{1,2}}(?:,?[ \n]+[0-9]{{4}})?\b|\b{_MONTH}[ \n]+[0-9]{{4}}\b",
            r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9]|[ \n]*(?:people|participants|patients|points|%))",
            rf"\b(?:{_COUNTED})[ \n]+(?:[0-9]+[a-z]?(?:[/.][0-9]+)?)\b",
            r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*[-/\u2010\u2011]?[0-9][A-Za-z0-9/-]*|\b[A-Za-z]+[0-9][A-Za-z0-9-]*",
            r"\b[0-9]+(?::[0-9]+)+\b|\[[0-9]+(?:[,\u2013-] ?[0-9]+)*\]",
            r"(?:^|\n)[ ]*(?:#+[ ]*)?[0-9]+[.)](?=[ ])",
            r"\b[0-9]+(?:st|nd|rd|th)\b",
        ]
    ),
    "number": rf"{_SPELT}|"
    r"(?:(?<![0-9A-Za-z.%)\]])[-\u2212\u2013+])?(?<![0-9A-Za-z.,\u00b7])"
    r"(?:[0-9]{1,3}(?:[,'][0-9]{3})+(?![0-9])|[0-9]+(?:,[0-9]{1,2}(?![0-9,]))?)?(?:[.\u00b7]?[0-9]+)?",
    # A number in letters, and what it means.
    "spelt": _SPELT,
    "words": _WORDS,
    # Where a sentence ends; as the first group, where a paragraph, a list item, a heading or a row of a table begins.
    "end": r"(\n[ ]*\n|\n(?=[ ]*(?:[-*+\u2022|#>]|[0-9]+[.)])[ ]))"
    r"|[.!?](?=[)\]\"\u201d]?[ \n]+[\"\u201c(\[]?[A-Z])",
    # What stands before a number, up to it, or after it -> what it says of the number. The first to say it counts.
    "beside": [
        ["after", r"^[ ]?%[ ]*(?:CI\b|CrI\b|confidence)", "role", "level"],
        ["after", r"^[ \n-]?percentage[ \n-]points?\b", "unit", "percentage"],
        ["after", r"^[ ]?(?:%|per ?cent|percentage)", "unit", "percent"],
        [
            "after",
            r"^[ \n]+(?:were|was|are|is)[ \n]+(?:randomi[sz]ed|enrolled|recruited|planned|treated)\b",
            "unit",
            "participant",
        ],
        [
            "before",
            rf"\b[Pp](?:[ -][Vv]alues?)?(?:{_GAP}(?:=|:|of|was|is|at|{_LESS}|{_MORE}|{_ABOUT}))*{_GAP}$",
            "role",
            "p",
        ],
        [
            "before",
            rf"(?:\bSEs?\b|\bS\.E\.|[Ss]tandard errors?){_GAP}(?:=|:|of|was)?[ \n(]*$|\u00b1{_GAP}$",
            "role",
            "se",
        ],
        ["before", rf"\b[Mm]argin{_GAP}(?:=|:|of|was|is)?{_GAP}$", "role", "margin"],
        ["before", rf"(?:{_LESS}){_GAP}$", "bound", "<"],
        ["before", rf"(?:{_MORE}){_GAP}$", "bound", ">"],
        ["before", rf"(?:{_ABOUT}){_GAP}$", "about", "yes"],
        ["before", r"\b[Ww]eeks?[ -]*$", "unit", "week"],
        ["before", r"\b[Nn][ ]*=[ ]*$", "unit", "participant"],
    ],
    # The word after a number may be its unit, also past one of these.
    "unit": r"^(?:[ \n]|-)?(?:(?:randomi[sz]ed|enrolled|adult|planned|more|fewer)[ \n]+)?([A-Za-z\u00b5]+)",
    # Two numbers that are the ends of an interval: what stands between them, and before the first.
    "between": rf"^{_GAP}(?:to|through|[-\u2013\u2014,;]){_GAP}$",
    "interval": r"(?:\bCIs?|\bCrI|[Ii]ntervals?)(?:[^A-Za-z0-9.;]|of|from|was|is)*$",
    "bracket": r"[(\[]$",
    # Word -> unit, for what texts count whatever they are about; the data add their own.
    "units": {
        **dict.fromkeys(["participant", "people", "person", "patient", "subject", "adult", "volunteer"], "participant"),
        **dict.fromkeys(["site", "centre", "center"], "site"),
        **dict.fromkeys(["week", "wk"], "week"),
        **{unit: unit for unit in ("point", "percent", "month", "year", "day", "hour", "minute", "mg", "ml", "event")},
    },
    # Units whose numbers are too common to be called different by words alone.
    "loose": ["", "week", "month", "year", "day", "hour", "minute", "mg", "ml"],
    # Units that may stand between an estimate and its interval: how many people, after how long, how much of the drug.
    "aside": ["participant", "week", "month", "year", "day", "hour", "mg", "ml"],
}

WEIGHTS: dict[str, Any] = {
    # What a word nearby adds for a figure that it means, and takes from one that it contradicts, by its kind: study,
    # endpoint, arm, time, kind of figure, other words, effect measure; other measures than that named are left out.
    "adds": {"s": 4, "e": 2, "a": 2, "t": 1, "x": 1, "w": 2, "m": 0},
    "takes": {"s": 4, "e": 2, "a": 2, "t": 1, "x": 0, "w": 0, "m": 0},
    # What each number that stands with it and is as printed for a figure adds for that figure.
    "beside": 4,
    # How much must speak for a figure that fits; and how much it costs when it fits only rounded, or only perhaps.
    "near": 2,
    # How much must speak for a figure that a number contradicts: one of an interval, error or P, and any other.
    "sure": 4,
    "firm": 6,
    # How much more must speak for it than for the best figure that fits.
    "far": 5,
}
