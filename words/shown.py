"""What others wrote, made harmless where it is shown: it is read, and does nothing.

Characters that act instead of showing (controls and escape sequences, marks of direction and of no
width, separators of lines) are written as JSON writes them, so that a text stays one text, a JSON
document stays the same document, and two names that look alike are told apart.
"""

import json
import re
import unicodedata
from typing import Final

_ACTING: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of Unicode of which no character shows anything of its own."""

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEYOND: Final = 0x10000
"""The first character that UTF-16, and so JSON, writes as two."""
_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""
_MARKDOWN: Final = str.maketrans(
    {"<": "&lt;", "&": "&amp;", **{mark: f"\\{mark}" for mark in "\\`*_{}[]()#+-.!|~:/@^$="}}
)


def plain(text: str, keep: str = "") -> str:
    """Return a text as it may be shown; ``keep`` are characters that act and may."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _written(each) if each not in keep and unicodedata.category(each) in _ACTING else each
        for each in text
    )


def in_markdown(text: str) -> str:
    """Return a text for a page in Markdown: no link, image, heading, table or tag comes of it."""
    return plain(text).translate(_MARKDOWN)


def in_cell(value: object) -> object:
    """Return a value for a cell of CSV; a text that a spreadsheet would compute gets a quote."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_COMPUTED) else value


def in_xml(text: str) -> str:
    """Return a text as XML 1.0 can carry it: what it has no character for is written out."""
    return text if text.isprintable() else _NOT_IN_XML.sub(lambda found: _written(found[0]), text)


def _written(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < _BEYOND else json.dumps(character)[1:-1]
