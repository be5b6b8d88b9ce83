"""What libxml2 says of a document, as our own codes: its sentences are English only."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from parsers.findings import Finding
from parsers.xml.document import encoding_fault, finding, local_name, text_of

_OTHER, _NOT_WELL_FORMED, _CUT = "XML-003", "XML-001", "XML-018"
_NAMESPACE = re.compile(r"(?<=['( ,])\{[^}']*\}")


class Fault(NamedTuple):
    """A finding's code and what its sentence is filled with."""

    code: str
    value: str
    expected: str | None = None


_BOUND = r"\[facet '(?P<facet>\w+)'\] The value .*'(?P<expected>[^']*)'\)?\.?$"
_CONTENT = r"Element '(?P<value>[^']*)': "
SENTENCES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "SCHEMAV_ELEMENT_CONTENT": (
        ("XML-007", _CONTENT + r"This element is not expected\."
                               r"( Expected is (one of )?\( (?P<expected>.*) \)\.)?$"),
        ("XML-008", _CONTENT + r"Missing child element\(s\)\."
                               r" Expected is (one of )?\( (?P<expected>.*) \)\.$"),
    ),
    "SCHEMAV_CVC_PATTERN_VALID": (
        ("XML-013", r" is not accepted by the pattern '(?P<expected>.*)'\.$"),
    ),
    "SCHEMAV_CVC_ENUMERATION_VALID": (
        ("XML-014", r" is not an element of the set \{(?P<expected>.*)\}"),
    ),
    "SCHEMAV_CVC_MINLENGTH_VALID": (("XML-015", _BOUND),),
    "SCHEMAV_CVC_MAXLENGTH_VALID": (("XML-015", _BOUND),),
    "SCHEMAV_CVC_MININCLUSIVE_VALID": (("XML-015", _BOUND),),
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": (("XML-015", _BOUND),),
    "SCHEMAV_CVC_FRACTIONDIGITS_VALID": (("XML-015", _BOUND),),
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": (
        ("XML-016", r" is not a valid value of the (?:\w+ )*type '(?P<expected>.*)'\.$"),
    ),
    "SCHEMAV_CVC_TYPE_3_1_1": (("XML-017", r"The attribute '(?P<value>.*)' is not allowed\.$"),),
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": (
        ("XML-017", r"The attribute '(?P<value>.*)' is not allowed\.$"),
    ),
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": (("XML-017", r"Element '(?P<value>[^']*)'"),),
    "SCHEMAV_CVC_TYPE_3_1_2": (("XML-017", r"Element '(?P<value>[^']*)'"),),
    "SCHEMAV_CVC_IDC": (("XML-019", r"Duplicate key-sequence \['(?P<value>.*)'\]"),),
}  # fmt: skip
"""By libxml2's type of the fault: our code, and where the sentence has what ours is filled with."""
_OF_INSTANCES = re.compile(
    r"^Element '[^']*'(?:, attribute '\{http://www\.w3\.org/2001/XMLSchema-instance\}(?P<name>\w+)'"
    r"|: The element is not '(?P<nil>nil)lable')"
)
"""The attribute of XML Schema's own that a sentence is about."""
_KIND = etree.ErrorTypes
_ENDS_WRONG = {
    _KIND.ERR_TAG_NOT_FINISHED, _KIND.ERR_DOCUMENT_END, _KIND.ERR_GT_REQUIRED,
    _KIND.ERR_COMMENT_NOT_FINISHED, _KIND.ERR_CDATA_NOT_FINISHED, _KIND.ERR_PI_NOT_FINISHED,
}  # fmt: skip
_SIGNS: Final[Mapping[int, tuple[str, str]]] = {
    _KIND.ERR_TAG_NAME_MISMATCH: (r"mismatch: (\S+) .*and (?!unparsable,)(\S+),", "<{}> … </{}>"),
    _KIND.ERR_ATTRIBUTE_REDEFINED: (r"Attribute (\S+) redefined", '{0}="…" {0}="…"'),
    _KIND.ERR_ATTRIBUTE_NOT_STARTED: (r"", '=…, ="…"'),
    _KIND.ERR_LT_IN_ATTRIBUTE: (r"", '="…<…"'),
    _KIND.ERR_UNDECLARED_ENTITY: (r"Entity '(.*)' not", "&{};"),
}
"""What is wrong with the signs of a document, shown in them: it needs no words."""
_CHARACTER = re.compile(r"(?:value (?P<decimal>\d+)|0x(?P<hex>\w+))")
_BESIDE_BYTES = 20
_PIECE_BYTES = 1 << 16


def in_our_words(error: "etree._LogEntry", element: etree._Element) -> Fault:
    """Return a fault of the schema under our code; of a type that has none, the element's name.

    What XML Schema itself has for any document (``xsi:nil``, ``xsi:type``) is of no type of ours.

    The text of the element at fault is told where the sentence is about a value.
    """
    if match := _OF_INSTANCES.search(error.message):
        return Fault(_OTHER, f"{local_name(element)} xsi:{match['name'] or match['nil']}")
    own = str(element.tag).rpartition("}")[0] + "}"
    message = _NAMESPACE.sub("", error.message.replace(own, ""))
    sentences = SENTENCES.get(error.type_name, ())
    for code, pattern in sentences:
        match = re.search(pattern, message, re.DOTALL)
        if match is not None:
            filled = match.groupdict()
            facet = f"{filled['facet']} = " if filled.get("facet") else ""
            expected = facet + _listed(filled.get("expected") or "-")
            return Fault(code, filled.get("value") or text_of(element), expected)
    if len(sentences) == 1:  # a sentence that libxml2 cut, about a value of great length
        return Fault(sentences[0][0], text_of(element), "-")
    return Fault(_OTHER, local_name(element))


def follows(error: "etree._LogEntry") -> bool:
    """Tell whether a fault only says that another was found before it."""
    return error.type_name == "SCHEMAV_CVC_IDC" and "Warning: No precomputed" in error.message


def not_well_formed(fault: etree.XMLSyntaxError, path: Path) -> Finding:
    """Return where a document stops being XML: cut, in no such encoding, or broken."""
    size = path.stat().st_size
    if fault.code in _ENDS_WRONG:
        return finding(_CUT, 0, size, position=fault.lineno)
    if (wrong := encoding_fault(fault, path)) is not None:
        return wrong.finding(size)
    line, column = fault.position
    value = _in_signs(fault) or _beside(path, line or 1, column or 1)
    return finding(_NOT_WELL_FORMED, 0, size, value=value, position=fault.lineno)


def _in_signs(fault: etree.XMLSyntaxError) -> str | None:
    told = fault.msg or ""
    if fault.code == _KIND.ERR_INVALID_CHAR and (match := _CHARACTER.search(told)):
        number = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
        return f"U+{number:04X}"
    pattern, signs = _SIGNS.get(fault.code, (r"$^", ""))
    match = re.search(pattern, told)
    return signs.format(*match.groups()) if match else None


def _beside(path: Path, line: int, column: int) -> str:
    """Return what stands on both sides of a place, as far as its line goes."""
    with path.open("rb") as stream:
        for _ in range(line - 1):
            while (piece := stream.readline(_PIECE_BYTES)) and not piece.endswith(b"\n"):
                pass
        before = max(column - 1 - _BESIDE_BYTES, 0)
        stream.seek(before, os.SEEK_CUR)
        around = stream.readline(column - 1 - before + _BESIDE_BYTES)
    return around.decode("utf-8", "replace").strip()


def _listed(texts: str) -> str:
    return texts.replace("'", "")
