"""What every XML reader here shares: safe streaming, places in the bytes, readable paths."""

import mmap
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from parsers.findings import VALUE_LENGTH_MAX, Finding, shown

_CHUNK_BYTES = 64 * 1024
_KEPT_MAPPED_BYTES = 1 << 18
"""Pages of the file that were passed are let go in steps of this size."""
_MESSAGE_LENGTH = 300
"""What the schema says of a fault is shown as far as this."""
_OPENER_BYTES_MAX = 1024
"""What is looked for begins with no more than this, prefix included."""

SAFE: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How a document of a stranger is read: nothing is resolved or fetched, sizes are bounded."""

XML_BLANKS = " \t\r\n"
"""What XML calls white space; other blanks are content."""


class Span(NamedTuple):
    """Where an element stands in the bytes, end excluded."""

    byte_from: int
    byte_to: int


class ElementTooLong(Exception):
    """An element goes on for longer than it may; reading stops where ``byte_from`` tells."""

    def __init__(self, byte_from: int) -> None:
        super().__init__(byte_from)
        self.byte_from = byte_from


@dataclass(frozen=True)
class Bound:
    """How far an element of a tag may grow before it ends.

    Every ``step_bytes`` it is handed to ``relieve``, which takes out what ended inside of it and
    tells whether that was anything; all but the last descendants have ended.
    """

    tag: str
    max_bytes: int
    step_bytes: int
    relieve: Callable[[etree._Element], bool]


def stream(path: Path, tags: Sequence[str], bound: Bound | None = None) -> Iterator[etree._Element]:
    """Yield the elements of the tags named as they end, in bounded memory.

    Raises etree.XMLSyntaxError where the document stops being well formed, and ElementTooLong where
    no bounded element ends, or is relieved, within its bytes; it is relieved as the last child of
    the root, which is known once anything was yielded. Entities are never resolved and nothing is
    fetched; ``read_root`` tells of a DOCTYPE before this is called.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tags, **SAFE)
    with path.open("rb") as source:
        seen = ended = 0
        root: etree._Element | None = None
        newest: etree._Element | None = None
        while chunk := source.read(_CHUNK_BYTES):
            parser.feed(chunk)
            seen += len(chunk)
            for _, element in parser.read_events():
                root = element.getroottree().getroot() if root is None else root
                if bound and element.tag == bound.tag:
                    newest, ended = element, seen
                yield element
            if bound is None or seen - ended <= bound.step_bytes:
                continue
            last = root[-1] if root is not None and len(root) else newest
            if last is not None and last is not newest and last.tag == bound.tag:
                ended = seen if bound.relieve(last) else ended
            if seen - ended > bound.max_bytes + _CHUNK_BYTES:
                raise ElementTooLong(ended)
    parser.close()
    for _, element in parser.read_events():
        yield element


def forget(element: etree._Element) -> None:
    """Free an element that was dealt with, and everything before it."""
    parent = element.getparent()
    element.clear()
    if parent is not None:
        parent.remove(element)


class Root(NamedTuple):
    """The root element of a document; empty names where it cannot be told."""

    namespace: str
    name: str
    has_doctype: bool


def text_of(element: etree._Element) -> str:
    """Return the text of an element, blanks around it apart."""
    return (element.text or "").strip(XML_BLANKS)


def finding(
    code: str,
    byte_from: int,
    byte_to: int,
    *,
    message: int | None = None,
    path: str | None = None,
    position: int | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    """Return a finding in a document, which is one interchange; ``position`` is its line."""
    return Finding(
        code=code,
        byte_from=byte_from,
        byte_to=byte_to,
        interchange=0,
        message=message,
        segment=path,
        segment_position=position,
        value=shown(value, _MESSAGE_LENGTH if code.startswith("XML") else VALUE_LENGTH_MAX),
        expected=expected,
    )


def read_root(path: Path) -> Root:
    """Return the root element's name, and whether a DOCTYPE stands before it."""
    with path.open("rb") as source:
        events = etree.iterparse(source, events=("start",), **SAFE)
        try:
            _, root = next(events)
        except (etree.XMLSyntaxError, StopIteration):
            return Root("", "", has_doctype=False)
        has_doctype = root.getroottree().docinfo.internalDTD is not None
    name = etree.QName(root)
    return Root(name.namespace or "", name.localname, has_doctype)


def spans(path: Path, local_name: str) -> Iterator[Span]:
    """Yield the place of each element of that name, in document order; none nest in itself."""
    name = local_name.encode()
    prefix = rb"(?:[\w.\-]+:)?" if _holds(path, b":" + name) else b""
    tag = rb"<(?:(/?)" + prefix + name
    opener = re.compile(tag + rb"[\s/>]|!--|!\[CDATA\[|\?)")
    whole = re.compile(
        tag + rb"(?:\s[^>]*)?(/?)>|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>)", re.DOTALL
    )
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as m:
        start = 0
        for match in _matches(opener, whole, m):
            if match.group(1) is None:
                continue
            if match.group(1) == b"/":
                yield Span(start, match.end())
            elif match.group(2) == b"/":
                yield Span(match.start(), match.end())
            else:
                start = match.start()


def _matches(
    opener: re.Pattern[bytes], whole: re.Pattern[bytes], m: mmap.mmap
) -> Iterator[re.Match[bytes]]:
    """Yield what the file holds of a pattern, looked for in steps; passed pages are let go."""
    place = kept = 0
    while place < len(m):
        found = opener.search(m, place, place + _KEPT_MAPPED_BYTES + _OPENER_BYTES_MAX)
        match = whole.match(m, found.start()) if found else None
        if match is not None:
            yield match
            place = match.end()
        else:
            place = found.start() + 1 if found else place + _KEPT_MAPPED_BYTES
        if place - kept > _KEPT_MAPPED_BYTES:
            passed = (place - kept) // _KEPT_MAPPED_BYTES * _KEPT_MAPPED_BYTES
            m.madvise(mmap.MADV_DONTNEED, kept, min(passed, len(m) - kept))
            kept += passed


def _holds(path: Path, text: bytes) -> bool:
    """Tell whether a file holds a text, without keeping the file in memory."""
    before = b""
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            if text in before + chunk:
                return True
            before = chunk[-len(text) :]
    return False


def readable_path(element: etree._Element) -> str:
    """Return an XPath a person can follow: local names, numbered among like siblings."""
    steps: list[str] = []
    current: etree._Element | None = element
    while current is not None:
        parent = current.getparent()
        name = etree.QName(current).localname
        if parent is not None:
            like = [e for e in parent if e.tag == current.tag]
            name += f"[{like.index(current) + 1}]" if len(like) > 1 else ""
        steps.append(name)
        current = parent
    return "/" + "/".join(reversed(steps))
