"""The marker of prose, stated once: `[[id]]`, `[[id:part]]`, `[[id|words]]`, outside of code."""

from __future__ import annotations

import re

MARKER = re.compile(r"\[\[(?P<id>[^\[\]|:\n]+)(?::(?P<part>[^\[\]|\n]*))?(?:\|(?P<words>[^\[\]\n]+))?\]\]")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
# What a figure can be asked for: everything, the value with its unit, the interval, P, the value alone, its magnitude.
PARTS = ("full", "value", "interval", "p", "bare", "size")
# Names of the site itself, which are no keys.
NAMES = ("drug", "code", "indication", "as_of", "site", "repository", "contact", "licence")
# A marker, or code in which markers are only shown.
MARKER_OR_CODE = re.compile(f"{CODE.pattern}|{MARKER.pattern}", re.MULTILINE | re.DOTALL)
