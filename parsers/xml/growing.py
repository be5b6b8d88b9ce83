"""A document that is read while it grows, in bounded memory: what ended and is not kept goes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from lxml import etree

from parsers.xml.document import SAFE, first_fault
from parsers.xml.document_bytes import CHUNK_BYTES, document_chunks, extent_of

_STEP_MARKS = 100_000
"""Signs ``<`` and ``=`` in an element until it is relieved.

Each is an element, the end of one, or an attribute, and takes more memory than its bytes.
"""
_ATTRIBUTES_MAX = 50_000
"""Signs ``=`` behind a ``<``: the parser builds all attributes of a tag before anyone is asked."""


class ElementTooLong(Exception):
    """An element goes on for longer than it may; reading stops where ``byte_from`` tells."""

    def __init__(self, byte_from: int, *, marks_max: int | None = None) -> None:
        super().__init__(byte_from)
        self.byte_from = byte_from
        self.marks_max = marks_max
        """How many marks it may have, where these are too many; None where its bytes are."""


class TooMuchForeign(Exception):
    """More of the document than it may hold belongs to no schema; reading stops."""


def _not_relieved(_element: etree._Element) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What of a document stays in memory until its reader frees it; all else goes once it ended.

    Elements of ``tags`` stay with all they hold, children of the root of the tags ``stay`` too.
    One of ``tags`` that is still being read and has grown by ``step_bytes`` is handed to
    ``relieve``, which takes out what ended inside of it and tells whether that was anything; all
    but the last descendants have ended. With ``foreign`` only children of the root are kept, and
    it is told of a child of the root that does not stay, and of a child of one of ``stay``; the
    parser keeps every name it saw, so that no more than ``foreign_bytes`` are read of those.
    """

    tags: frozenset[str]
    max_bytes: int
    marks_max: int
    foreign_bytes: int = 1 << 23
    step_bytes: int = 1 << 62
    relieve: Callable[[etree._Element], bool] = _not_relieved
    stay: frozenset[str] = frozenset()
    foreign: Callable[[etree._Element], None] | None = None


def stream(path: Path, tags: Sequence[str], kept: Kept) -> Iterator[etree._Element]:
    """Yield the elements of the tags named as they end, the root's among them.

    Raises etree.XMLSyntaxError where the document stops being well-formed, ElementTooLong where an
    element of ``kept.tags`` neither ends nor is relieved within its bounds, and TooMuchForeign.
    Entities are never resolved and nothing is fetched; ``read_root`` tells of a DOCTYPE before
    this is called.
    """
    parser = etree.XMLPullParser(events=("start", "end"), tag=tags, **SAFE)
    extent = extent_of(path)
    tree = _Tree(kept, seen=extent.start - extent.lines_before)
    attributes = 0
    for chunk in document_chunks(path, extent):
        opened = chunk.rfind(b"<")
        attributes = chunk.count(b"=", max(opened, 0)) + (attributes if opened < 0 else 0)
        if attributes > _ATTRIBUTES_MAX:
            raise ElementTooLong(tree.seen, marks_max=_ATTRIBUTES_MAX)
        parser.feed(chunk)
        if (fault := first_fault(parser)) is not None:
            raise fault
        yield from tree.ended(parser.read_events())
        tree.grew(chunk)
    parser.close()
    yield from tree.ended(parser.read_events())


@dataclass
class _Tree:
    """What is in memory of a document; ``newest`` ended last of the elements that are kept."""

    kept: Kept
    root: etree._Element | None = None
    newest: etree._Element | None = None
    seen: int = 0
    """The bytes of the file that were read."""
    _checked: etree._Element | None = None
    _open: etree._Element | None = None
    _begun: int = 0
    _marks: int = 0
    _foreign_bytes: int = 0
    _told: bool = False

    def ended(self, events: Iterator[tuple[str, etree._Element]]) -> Iterator[etree._Element]:
        """Yield the elements that ended; before the root, what does not belong in it is freed."""
        for event, element in events:
            if event == "start":
                self.root = element if self.root is None else self.root
                continue
            if element is self.root:
                self._free(element, element.getchildren())
            elif element.tag in self.kept.tags:
                self.newest = element
            yield element

    def grew(self, chunk: bytes) -> None:
        """Free what ended and hold the element that is still being read to its bounds."""
        self.seen += len(chunk)
        self._told = False
        growing = None if self.root is None else self._freed(self.root)
        if self._told:
            self._foreign_bytes += len(chunk)
            if self._foreign_bytes > self.kept.foreign_bytes:
                raise TooMuchForeign
        if growing is None or growing is not self._open:
            self._begun, self._marks = self.seen - len(chunk), 0
        self._open = growing
        self._marks += chunk.count(b"<") + chunk.count(b"=")
        if growing is not None:
            self._hold(growing)

    def _hold(self, growing: etree._Element) -> None:
        kept, grown = self.kept, self.seen - self._begun
        stepped = grown > kept.step_bytes or self._marks > _STEP_MARKS
        if stepped and kept.relieve(growing):
            self._begun, self._marks = self.seen, 0
        elif grown > kept.max_bytes + CHUNK_BYTES:
            raise ElementTooLong(self._begun)
        elif self._marks > kept.marks_max:
            raise ElementTooLong(self._begun, marks_max=kept.marks_max)

    def _freed(self, root: etree._Element) -> etree._Element | None:
        """Free what ended beside the elements that are open; return the one that is kept."""
        around = root
        while len(around):
            last = around[-1]
            if around is root:
                self._free(root, self._unchecked(last))
                self._checked = last.getprevious()
                if last.tag not in self._staying:
                    self._tell(last)
            elif len(around) > 1:
                if around.getparent() is root and around.tag in self.kept.stay:
                    self._tell(around[0])
                del around[:-1]
            if last.tag in self.kept.tags and (around is root or self.kept.foreign is None):
                return None if last is self.newest else last
            if len(around.text or "") > CHUNK_BYTES:
                around.text = None
            around = last
        return None

    def _unchecked(self, last: etree._Element) -> list[etree._Element]:
        before = last.itersiblings(preceding=True)
        return list(takewhile(lambda element: element is not self._checked, before))[::-1]

    @property
    def _staying(self) -> frozenset[str]:
        return self.kept.stay | self.kept.tags

    def _free(self, root: etree._Element, ended: list[etree._Element]) -> None:
        staying = self._staying
        told: set[str] = set()
        for element in ended:
            if element.tag not in staying:
                if element.tag not in told:
                    told.add(str(element.tag))
                    self._tell(element)
                root.remove(element)
            elif element.tag not in self.kept.tags and len(element):
                self._tell(element[0])
                del element[:]

    def _tell(self, element: etree._Element) -> None:
        if self.kept.foreign is not None:
            self._told = True
            self.kept.foreign(element)


def forget(element: etree._Element) -> None:
    """Free an element that was dealt with."""
    parent = element.getparent()
    element.clear()
    if parent is not None:
        parent.remove(element)
