"""What names a bank entry: a reference of the bank that is the entry's alone, or what it says.

ISO 20022: AcctSvcrRef is unique at the bank, NtryRef in its statement only. Banks fill the first
with placeholders, or with one reference for all that came together; those name nothing.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from lxml import etree

from parsers.xml.growing import ElementTooLong, Kept, forget, stream

REFERENCE_LENGTH_MAX: Final = 35
"""ISO 20022 Max35Text: message, entry and account servicer references."""
RETURN: Final = "return"
"""The kind of a payment below zero that takes another back."""
KEY_LENGTH_MAX: Final = 2 * REFERENCE_LENGTH_MAX + 8
PLAIN_LENGTH_MAX: Final = 48
_PLACEHOLDERS: Final = frozenset(
    {"NOTPROVIDED", "NONREF", "NOREF", "NOREFERENCE", "NOTAVAILABLE", "NONE", "NA", "UNKNOWN"}
)
"""EPC guidelines write NOTPROVIDED, MT 940 NONREF; the others are seen in files of banks."""
_PAIR: Final = np.dtype([("borne", np.int64), ("apart", np.int64)])
_CHUNK_BYTES: Final = 1 << 22
_ENTRY_ENDS: Final = b"Ntry>"
_TOLD: Final = re.compile(rb"AcctSvcrRef[^<>]*>([^<]*)<(!?)")
_BESIDE: Final = re.compile(r"[^A-Z0-9]")


def names_something(reference: str) -> bool:
    """Tell whether a reference is one, not a placeholder or zeros."""
    letters = _BESIDE.sub("", reference.upper())
    return bool(letters.strip("0")) and letters not in _PLACEHOLDERS


def plain(text: str) -> str:
    """Return a text as it is compared: letters and digits, however they are spaced."""
    return _BESIDE.sub("", text.upper())


def plain_reference(texts: Iterable[str]) -> str:
    """Return what entries are told apart by of what is said of them, a digest where it is long."""
    joined = "+".join(sorted(filter(names_something, map(plain, texts))))
    if len(joined) <= PLAIN_LENGTH_MAX:
        return joined
    return sha256(joined.encode()).hexdigest()[:PLAIN_LENGTH_MAX].upper()


def shared_references(path: Path, namespace: str, kept: Kept, most: int) -> frozenset[str]:
    """Return the account servicer references that different entries of a document bear.

    Entries are told apart by their number, and those without one by all they say. No more than
    ``most`` are looked at.
    """
    if not _may_be_shared(path):
        return frozenset()
    return shared_of(lambda: _borne(path, namespace, kept, most))


def shared_of(borne: Callable[[], Iterator[tuple[str, object]]]) -> frozenset[str]:
    """Return the references that are borne by several; they are gone through twice if there are.

    ``borne`` yields each with what tells its entry from others; of each, two numbers stay in
    memory.
    """
    numbers = array("q")
    for reference, said in borne():
        numbers.extend((hash(reference), hash(said)))
    shared = _of_several(np.frombuffer(numbers, _PAIR))
    if not shared:
        return frozenset()
    return frozenset(reference for reference, _ in borne() if hash(reference) in shared)


def come_twice(references: Iterable[str]) -> bool:
    """Tell whether a reference may come twice; one that is empty is none."""
    return _any_twice(np.fromiter(map(hash, filter(None, references)), np.int64))


def _may_be_shared(path: Path) -> bool:
    """Tell, without building the document, whether a reference may stand in it twice.

    Where the text is hidden (entities, CDATA, an encoding that is not ASCII's), it may.
    """
    borne = array("q")
    left = b""
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            text = left + chunk
            cut = text.rfind(_ENTRY_ENDS)
            if cut < 0:
                return True
            for told, hidden in _TOLD.findall(text, 0, cut):
                if hidden or b"&" in told:
                    return True
                if reference := told.strip():
                    borne.append(hash(reference))
            left = text[cut:]
    return _any_twice(np.frombuffer(borne, np.int64))


def _any_twice(numbers: "npt.NDArray[np.int64]") -> bool:
    """Tell whether a number stands among them twice; they are sorted where they are."""
    numbers.sort()
    return bool((numbers[1:] == numbers[:-1]).any())


def _of_several(pairs: "npt.NDArray[np.void]") -> frozenset[int]:
    """Return what is borne by several that are told apart; the pairs are sorted where they are."""
    pairs.sort()
    borne, apart = pairs["borne"], pairs["apart"]
    several = (borne[1:] == borne[:-1]) & (apart[1:] != apart[:-1])
    return frozenset(borne[1:][several].tolist())


def _borne(path: Path, namespace: str, kept: Kept, most: int) -> Iterator[tuple[str, object]]:
    """Yield the reference of each entry of a file, and what tells it apart."""
    names = ("Document", "AcctSvcrRef", "NtryRef")
    root, own, numbered = (f"{{{namespace}}}{name}" for name in names)
    try:
        elements = stream(path, [root, *kept.tags], kept)  # what is no entry goes by the root
        entries = (element for element in elements if element.tag in kept.tags)
        for count, entry in enumerate(entries):
            apart = (entry.findtext(numbered) or "").strip() or tuple(entry.itertext())
            yield (entry.findtext(own) or "").strip(), apart
            forget(entry)
            if count >= most:
                return
    except (etree.XMLSyntaxError, ElementTooLong):
        pass  # told by who reads the entries


class EntryNames:
    """Names each entry of a message; ``shared`` are references of the bank that name none."""

    def __init__(self, shared: Iterable[str]) -> None:
        self._shared = frozenset(shared)

    def own(self, reference: str, *, message: str, statement: str) -> str | None:
        """Return the bank's own reference of an entry, where it is one of this entry alone."""
        if names_something(reference) and reference not in {*self._shared, message, statement}:
            return reference
        return None

    @staticmethod
    def within(numbered: str, *, message: str, place: int, ordinal: int) -> str:
        """Return the message's reference with the number of the entry in it, or with its place.

        ``place`` is that of its statement in the message, ``ordinal`` counts the entries of the
        file from 0. Empty where the message names nothing.
        """
        if not message:
            return ""
        if names_something(numbered):
            return f"{numbered_statement(message, place)}/{numbered}"
        return f"{message}#{ordinal + 1}"


def numbered_statement(message: str, place: int) -> str:
    """Return the reference of a message's statement: the message's own for the first."""
    return message if place == 1 else f"{message}.{place}"
