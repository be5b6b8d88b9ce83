"""What is no content of a file, wherever between two parts of it: one list for every reader.

Line ends and blanks, byte order marks of UTF-8 (one or several, as files put together have them),
form feeds of printers, the end of a file of DOS, and the NUL that old transfer programs fill with.
"""

from typing import Final

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
PADDING: Final = b"\r\n \t\x0c\x1a\x00" + BYTE_ORDER_MARK
"""Bytes that may stand before, between and after segments, and before and after a document.

None of them begins a segment or a document, those of the byte order mark included.
"""
