"""Names that never change, whatever becomes of an address: what a feed or a calendar calls an entry."""

from __future__ import annotations

import hashlib

# A namespace of ours, drawn once, for names that never change.
_NAMESPACE = bytes.fromhex("32eabd02db65417695d99edca84a4e9f")


def urn(drug: str, name: str) -> str:
    """A name for ever, the same wherever the site of this drug stands: a UUID of version 5. `drug` is its code."""
    made = bytearray(hashlib.sha1(_NAMESPACE + f"{drug}/{name}".encode(), usedforsecurity=False).digest()[:16])
    made[6], made[8] = made[6] & 0x0F | 0x50, made[8] & 0x3F | 0x80
    digits = made.hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
