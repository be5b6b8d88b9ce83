"""A registry delivery, told from its content: JSON of many kinds, or CSV of one.

Nothing in a delivery raises an exception: what is wrong is a finding with its place.
"""

from parsers.deliveries.delivery_text import unpadded
from parsers.deliveries.registry import csv_lines, json_objects
from parsers.deliveries.registry.registry_rows import Delivery, Reading, Source
from parsers.deliveries.registry.registry_tables import CodeSets


def read_delivery(content: bytes, codes: CodeSets) -> Delivery:
    """Read one delivery; every fault is found, not the first."""
    reading = Reading(codes)
    read_into(reading, content)
    return reading.done()


def read_into(reading: Reading, content: bytes) -> None:
    """Read one more file of a delivery that comes in several."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        at = fault.start
        value = content[at : at + 1].hex()
        reading.findings.append(Source({}, at, at + 1).finding("REG-001", value=value))
        return
    read = json_objects.read if unpadded(text)[0].startswith("{") else csv_lines.read
    read(reading, text)
