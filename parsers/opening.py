"""What a file begins with, as far as its format is told from that."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from parsers.findings import Finding, shown
from parsers.padding import PADDING
from parsers.xml.document import Root, WrongEncoding, read_root
from parsers.xml.schema_faults import not_well_formed

_HEAD_BYTES = 64 * 1024
_BESIDE_A_SIGN = b"\x00\xff\xfe"
"""What UTF-16 has before and beside the first sign of a document."""


@dataclass(frozen=True)
class Opening:
    """The first bytes of a file behind padding, empty where it holds nothing else; its size.

    The root of a document is read when it is first asked for.
    """

    path: Path
    head: bytes
    size: int

    @property
    def is_markup(self) -> bool:
        """Whether it begins as XML does, in UTF-8 or UTF-16."""
        return self.head.translate(None, _BESIDE_A_SIGN).lstrip(PADDING).startswith(b"<")

    @property
    def root(self) -> Root:
        """The root element of a document; without names where there is none to be told."""
        return Root("", "", has_doctype=False) if isinstance(self._read, Finding) else self._read

    @property
    def fault(self) -> Finding | None:
        """Why a document is not read whatever its root: no XML, its encoding, or a DOCTYPE."""
        if isinstance(self._read, Finding):
            return self._read
        if self._read.has_doctype:
            return Finding(code="XML-002", byte_from=0, byte_to=len(self.head))
        return None

    def unrecognised(self) -> Finding:
        """Return that it is of no format read here: the root of a document, or the first bytes."""
        named = f"{self.root.namespace} {self.root.name}".strip()
        return Finding(
            code="FILE-002",
            byte_from=0,
            byte_to=min(len(self.head), 16),
            value=shown(named or self.head[:16]),
        )

    @cached_property
    def _read(self) -> Root | Finding:
        if not self.is_markup:
            return Root("", "", has_doctype=False)
        try:
            return read_root(self.path)
        except WrongEncoding as fault:
            return fault.finding(self.size)
        except etree.XMLSyntaxError as fault:
            return not_well_formed(fault, self.path)


def opening_of(path: Path) -> Opening:
    """Read what a file begins with."""
    return Opening(path, _head(path), path.stat().st_size)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        while chunk := stream.read(_HEAD_BYTES):
            if head := chunk.lstrip(PADDING):
                return head
    return b""
