"""The version of the reading: what a file was posted by, and is proved by."""

from typing import Final

READING: Final = 4
"""Raised whenever a reader, or a rule of reading, lets a file say something else than before."""
