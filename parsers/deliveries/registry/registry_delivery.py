"""A registry delivery, told from its content: JSON of many kinds, or CSV of one.

Nothing in a delivery raises an exception: what is wrong is a finding with its place.
"""

from typing import Final

from parsers.deliveries.registry import csv_lines, json_objects
from parsers.deliveries.registry.registry_rows import Delivery, Reading, Source
from parsers.deliveries.registry.registry_tables import CodeSets

_BOM: Final = b"\xef\xbb\xbf"


def read_delivery(content: bytes, codes: CodeSets) -> Delivery:
    """Read one delivery; every fault is found, not the first."""
    reading = Reading(codes)
    read_into(reading, content)
    return reading.done()


def read_into(reading: Reading, content: bytes) -> None:
    """Read one more file of a delivery that comes in several."""
    body = content.removeprefix(_BOM)
    start = len(content) - len(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        at = start + fault.start
        value = body[fault.start : fault.start + 1].hex()
        reading.findings.append(Source({}, at, at + 1).finding("REG-001", value=value))
        return
    read = json_objects.read if text.lstrip().startswith("{") else csv_lines.read
    read(reading, text, start)
