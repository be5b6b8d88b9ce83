"""What every XML reader here shares: safe streaming, places in the bytes, readable paths."""

import mmap
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

_CHUNK_BYTES = 64 * 1024
_KEPT_MAPPED_BYTES = 1 << 22
"""Pages of the file that were passed are let go in steps of this size."""

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


def stream(
    path: Path, tags: Sequence[str], bounded: str = "", max_bytes: int = 0
) -> Iterator[etree._Element]:
    """Yield the elements of the tags named as they end, in bounded memory.

    Raises etree.XMLSyntaxError where the document stops being well formed, and ElementTooLong where
    no element ``bounded`` ends within ``max_bytes``. Entities are never resolved and nothing is
    fetched; ``read_root`` tells of a DOCTYPE before this is called.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    with path.open("rb") as source:
        seen = ended = 0
        while chunk := source.read(_CHUNK_BYTES):
            parser.feed(chunk)
            seen += len(chunk)
            for _, element in parser.read_events():
                ended = seen if element.tag == bounded else ended
                yield element
            if bounded and seen - ended > max_bytes + _CHUNK_BYTES:
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


def read_root(path: Path) -> Root:
    """Return the root element's name, and whether a DOCTYPE stands before it."""
    with path.open("rb") as source:
        events = etree.iterparse(
            source, events=("start",), resolve_entities=False, load_dtd=False, no_network=True
        )
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
    pattern = re.compile(
        rb"<(?:(/?)" + prefix + name + rb"(?:\s[^>]*)?(/?)>"
        rb"|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>)",
        re.DOTALL,
    )
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as m:
        start = passed = 0
        for match in pattern.finditer(m):
            if match.group(1) is None:
                continue
            if match.group(1) == b"/":
                yield Span(start, match.end())
            elif match.group(2) == b"/":
                yield Span(match.start(), match.end())
            else:
                start = match.start()
            if start - passed > _KEPT_MAPPED_BYTES:
                m.madvise(mmap.MADV_DONTNEED, passed, _KEPT_MAPPED_BYTES)
                passed += _KEPT_MAPPED_BYTES


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
