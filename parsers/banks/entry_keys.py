"""What names a bank entry for good: a reference of the bank that is the entry's alone.

ISO 20022: AcctSvcrRef is unique at the bank, NtryRef in its notification only. Banks fill the first
with placeholders, or with one reference for all that came together; those name nothing.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree

from parsers.xml.growing import ElementTooLong, Kept, forget, stream

REFERENCE_LENGTH_MAX: Final = 35
"""ISO 20022 Max35Text: message, entry and account servicer references."""
KEY_LENGTH_MAX: Final = 2 * REFERENCE_LENGTH_MAX + 8
_PLACEHOLDERS: Final = frozenset(
    {"NOTPROVIDED", "NONREF", "NOREF", "NOREFERENCE", "NOTAVAILABLE", "NONE", "NA", "UNKNOWN"}
)
"""EPC guidelines write NOTPROVIDED, MT 940 NONREF; the others are seen in files of banks."""
_BESIDE: Final = re.compile(r"[^A-Z0-9]")


def names_something(reference: str) -> bool:
    """Tell whether a reference is one, not a placeholder or zeros."""
    letters = _BESIDE.sub("", reference.upper())
    return bool(letters.strip("0")) and letters not in _PLACEHOLDERS


def shared_references(path: Path, namespace: str, kept: Kept, most: int) -> frozenset[str]:
    """Return the account servicer references that different entries of a file bear.

    Entries are told apart by their number, and those without one by all they say. No more than
    ``most`` are looked at.
    """
    borne: dict[str, object] = {}
    shared: set[str] = set()
    names = ("Document", "AcctSvcrRef", "NtryRef")
    root, own, numbered = (f"{{{namespace}}}{name}" for name in names)
    try:
        elements = stream(path, [root, *kept.tags], kept)  # what is no entry goes by the root
        entries = (element for element in elements if element.tag in kept.tags)
        for count, entry in enumerate(entries):
            reference = (entry.findtext(own) or "").strip()
            apart = (entry.findtext(numbered) or "").strip() or hash(tuple(entry.itertext()))
            if borne.setdefault(reference, apart) != apart:
                shared.add(reference)
            forget(entry)
            if count >= most:
                break
    except (etree.XMLSyntaxError, ElementTooLong):
        pass  # told by who reads the entries
    return frozenset(shared)


class EntryKeys:
    """Gives each entry of a message its key; ``shared`` are references that name none."""

    def __init__(self, shared: Iterable[str]) -> None:
        self._shared = frozenset(shared)
        self._given: set[str] = set()

    def key(
        self, own: str, numbered: str, *, message: str, notification: tuple[int, str], ordinal: int
    ) -> str:
        """Return the bank's own reference, or the message's with the number of the entry in it.

        ``notification`` is its number in the message and its own reference; ``ordinal`` counts
        the entries of the file from 0. Empty where nothing names the entry.
        """
        place, of_all = notification
        if names_something(own) and own not in {*self._shared, message, of_all}:
            return own
        if not message:
            return ""
        within = message if place == 1 else f"{message}.{place}"
        if names_something(numbered) and (key := f"{within}/{numbered}") not in self._given:
            self._given.add(key)
            return key
        return f"{message}#{ordinal + 1}"
