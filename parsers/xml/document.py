"""What every XML reader here shares: safe parsing, the root, findings, readable paths."""

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from parsers.findings import VALUE_LENGTH_MAX, Finding, shown
from parsers.xml.document_bytes import (
    document_chunks,
    extent_of,
    undecodable_line,
    wide_encoding,
)

_MESSAGE_LENGTH = 300
"""What the schema says of a fault is shown as far as this."""

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
_WHITE_SPACE = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+")
"""White space that is not one blank already."""


ENCODING_WRONG: Final = frozenset(
    {etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING, etree.ErrorTypes.ERR_INVALID_ENCODING}
)
_ENCODINGS = re.compile(
    r"UTF-?8|UTF-?16(LE|BE)?|(US-)?ASCII|ISO-?8859-\d+|ISO-LATIN-\d|WINDOWS-125\d", re.IGNORECASE
)
"""UTF-16, and what holds ASCII as it is: in these the places of elements can be told."""
_DECLARED_BYTES = 400
_DECLARED = re.compile(rb"[^<]*<\?xml\s[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")


_NARROW = re.compile(r"UTF-?8|(US-)?ASCII", re.IGNORECASE)
"""Encodings that do not have every byte, of which Python says where one is not."""
_WIDE = re.compile(r"UTF-?16(?P<order>LE|BE)?", re.IGNORECASE)


class WrongEncoding(Exception):
    """A document's encoding is not read here, or its bytes are not in it."""

    def __init__(self, encoding: str, line: int | None = 1) -> None:
        super().__init__(encoding)
        self._encoding = encoding
        self._line = line

    def finding(self, size: int) -> Finding:
        """Return it as a finding of the whole document."""
        return finding("XML-012", 0, size, value=self._encoding, position=self._line)


class Root(NamedTuple):
    """The root element of a document; empty names where it cannot be told."""

    namespace: str
    name: str
    has_doctype: bool


def text_of(element: etree._Element) -> str:
    """Return the text of an element as ``xs:token`` has it."""
    return collapsed(element.text or "")


def collapsed(text: str) -> str:
    """Return a text without white space around it, and with one blank for any inside of it."""
    text = text.strip(XML_BLANKS)
    return text if text.isprintable() and "  " not in text else _WHITE_SPACE.sub(" ", text)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its name space, whatever characters that has."""
    return str(element.tag).rpartition("}")[2]


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
    """Return the root element's name, and whether a DOCTYPE stands before it.

    Raises WrongEncoding where its bytes cannot be told for signs, and etree.XMLSyntaxError where
    no element is reached.
    """
    encoding_of(path)
    parser = etree.XMLPullParser(events=("start",), **SAFE)
    try:
        for chunk in chain(document_chunks(path, extent_of(path)), [b""]):
            root = _root(parser, chunk)
            if root is not None:
                return root
    except etree.XMLSyntaxError as fault:
        raise encoding_fault(fault, path) or fault from fault
    return Root("", "", has_doctype=False)


def _root(parser: "etree.XMLPullParser", chunk: bytes) -> Root | None:
    """Feed a parser, or close it where no more comes; return the root element if it is reached.

    Raises what is wrong before it.
    """
    fault: etree.XMLSyntaxError | None = None
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError as raised:
        fault = raised
    root: etree._Element
    for _, root in parser.read_events():
        has_doctype = root.getroottree().docinfo.internalDTD is not None
        namespace = str(root.tag).rpartition("}")[0].removeprefix("{")
        return Root(namespace, local_name(root), has_doctype)
    if (fault := first_fault(parser) or fault) is not None:
        raise fault
    return None


def encoding_of(path: Path) -> str:
    """Return the encoding that a document declares, UTF-8 where it does not.

    Raises WrongEncoding where it is none that is read here, or its bytes are not as wide.
    """
    with path.open("rb") as source:
        source.seek(extent_of(path).start)
        head = source.read(_DECLARED_BYTES)
    wide = wide_encoding(head)
    declared = _DECLARED.match(head.replace(b"\0", b""))
    if declared is None:
        return "UTF-8" if wide is None else "UTF-16"
    encoding = declared[1].decode("latin-1")
    match = _WIDE.fullmatch(encoding)
    order = match["order"] if match else None
    if (
        not _ENCODINGS.fullmatch(encoding)
        or (match is None) != (wide is None)
        or (order and wide and not wide.endswith(order.lower()))
    ):
        raise WrongEncoding(encoding)
    return encoding


def first_fault(parser: "etree.XMLPullParser") -> etree.XMLSyntaxError | None:
    """Return what was wrong first in what a parser was fed with: it does not always raise it."""
    for entry in parser.feed_error_log:
        if entry.level >= etree.ErrorLevels.ERROR:
            return etree.XMLSyntaxError(entry.message, entry.type, entry.line, entry.column)
    return None


def encoding_fault(fault: etree.XMLSyntaxError, path: Path) -> WrongEncoding | None:
    """Return what libxml2 says of the encoding, with the line that it is about, if it is that."""
    if fault.code not in ENCODING_WRONG:
        return None
    encoding = encoding_of(path)
    line = undecodable_line(path, encoding) if _NARROW.fullmatch(encoding) else None
    return WrongEncoding(encoding, line or fault.lineno)
