"""What every XML reader here shares: safe parsing, the root, findings, readable paths."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from parsers.findings import VALUE_LENGTH_MAX, Finding, shown

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


ENCODING_WRONG: Final = frozenset(
    {etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING, etree.ErrorTypes.ERR_INVALID_ENCODING}
)
_ENCODINGS = re.compile(
    r"UTF-?8|UTF-?16(LE|BE)?|(US-)?ASCII|ISO-?8859-\d+|ISO-LATIN-\d|WINDOWS-125\d", re.IGNORECASE
)
"""UTF-16, and what holds ASCII as it is: in these the places of elements can be told."""
_DECLARED_BYTES = 400
_DECLARED = re.compile(rb"[^<]*<\?xml\s[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")


class WrongEncoding(Exception):
    """A document's encoding is not read here, or its bytes are not in it."""

    def __init__(self, fault: etree.XMLSyntaxError | None, encoding: str | None = None) -> None:
        super().__init__(encoding)
        named = re.match(r"Unsupported encoding: (.*), line", (fault and fault.msg) or "")
        self._encoding = named[1] if named else encoding or "UTF-8"
        self._line = fault.lineno if fault else 1

    def finding(self, size: int) -> Finding:
        """Return it as a finding of the whole document."""
        return finding("XML-012", 0, size, value=self._encoding, position=self._line)


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
    """Return the root element's name, and whether a DOCTYPE stands before it.

    Raises WrongEncoding where its bytes cannot be told for signs.
    """
    with path.open("rb") as source:
        events = etree.iterparse(source, events=("start",), **SAFE)
        try:
            _, root = next(events)
        except etree.XMLSyntaxError as fault:
            if fault.code in ENCODING_WRONG:
                raise WrongEncoding(fault) from fault
            return Root("", "", has_doctype=False)
        except StopIteration:
            return Root("", "", has_doctype=False)
        source.seek(0)
        declared = _DECLARED.match(source.read(_DECLARED_BYTES).replace(b"\0", b""))
        if declared and not _ENCODINGS.fullmatch(encoding := declared[1].decode("latin-1")):
            raise WrongEncoding(None, encoding)
        has_doctype = root.getroottree().docinfo.internalDTD is not None
    name = etree.QName(root)
    return Root(name.namespace or "", name.localname, has_doctype)


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
