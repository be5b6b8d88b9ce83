"""What libxml2 says of a document, as our own codes: its sentences are English only."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from parsers.findings import Finding
from parsers.xml.document import encoding_fault, finding, text_of

_OTHER, _NOT_WELL_FORMED, _CUT = "XML-003", "XML-001", "XML-018"
_NAMESPACE = re.compile(r"\{[^}]*\}(?=[\w'*])")


class Fault(NamedTuple):
    """A finding's code and what its sentence is filled with."""

    code: str
    value: str
    expected: str | None = None


_BOUND = r"\[facet '(?P<facet>\w+)'\] The value .*'(?P<expected>[^']*)'\)?\.?$"
_CONTENT = r"Element '(?P<value>[^']*)': "
_SENTENCES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
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
_KIND = etree.ErrorTypes
_ENDS_WRONG = {
    _KIND.ERR_TAG_NOT_FINISHED, _KIND.ERR_DOCUMENT_END, _KIND.ERR_GT_REQUIRED,
    _KIND.ERR_COMMENT_NOT_FINISHED, _KIND.ERR_CDATA_NOT_FINISHED, _KIND.ERR_PI_NOT_FINISHED,
}  # fmt: skip
_SIGNS: Final[Mapping[int, tuple[str, str]]] = {
    _KIND.ERR_TAG_NAME_MISMATCH: (r"mismatch: (\S+) .*and (\S+),", "<{}> … </{}>"),
    _KIND.ERR_ATTRIBUTE_REDEFINED: (r"Attribute (\S+) redefined", '{0}="…" {0}="…"'),
    _KIND.ERR_ATTRIBUTE_NOT_STARTED: (r"", '=…, ="…"'),
    _KIND.ERR_LT_IN_ATTRIBUTE: (r"", '="…<…"'),
    _KIND.ERR_UNDECLARED_ENTITY: (r"Entity '(.*)' not", "&{};"),
    _KIND.ERR_INVALID_CHAR: (r"0x(\w+)", "U+{:0>4}"),
}
"""What is wrong with the signs of a document, shown in them: it needs no words."""


def in_our_words(error: "etree._LogEntry", element: etree._Element) -> Fault:
    """Return a fault of the schema under our code; with libxml2's sentence where it has none.

    The text of the element at fault is told where the sentence is about a value.
    """
    own = str(element.tag).rpartition("}")[0] + "}"
    message = _NAMESPACE.sub("", error.message.replace(own, ""))
    for code, pattern in _SENTENCES.get(error.type_name, ()):
        match = re.search(pattern, message, re.DOTALL)
        if match is not None:
            filled = match.groupdict()
            facet = f"{filled['facet']} = " if filled.get("facet") else ""
            expected = facet + _listed(filled.get("expected") or "-")
            return Fault(code, filled.get("value") or text_of(element), expected)
    return Fault(_OTHER, message)


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
    pattern, signs = _SIGNS.get(fault.code, (r"$^", ""))
    match = re.search(pattern, fault.msg or "")
    # Line and column are left out: the finding tells the line.
    told = re.sub(r",? line \d+, column \d+$", "", fault.msg or "").strip()
    value = signs.format(*match.groups()) if match else told
    return finding(_NOT_WELL_FORMED, 0, size, value=value, position=fault.lineno)


def _listed(texts: str) -> str:
    return texts.replace("'", "")
