"""Declarations written as a broker's software would: CUSDEC D.13B interchanges."""

import datetime as dt

from demo.declarations import Declaration, Line
from parsers.edifact.writer import write

Segment = list[str | list[str]]
"""A segment: its tag, then elements, a composite as a list."""


def interchange(
    declarations: list[Declaration],
    *,
    sender: str,
    recipient: str,
    reference: str,
    prepared_at: dt.datetime,
) -> bytes:
    """Return one interchange with a message for each declaration."""
    segments = [
        _segment(
            "UNB",
            ["UNOC", "4"],
            sender,
            recipient,
            [prepared_at.strftime("%Y%m%d"), prepared_at.strftime("%H%M")],
            reference,
        )
    ]
    for number, declaration in enumerate(declarations, start=1):
        body = _message(declaration)
        segments += [
            _segment("UNH", str(number), ["CUSDEC", "D", "13B", "UN"]),
            *body,
            _segment("UNT", str(len(body) + 2), str(number)),
        ]
    segments.append(_segment("UNZ", str(len(declarations)), reference))
    return write(segments).encode("latin-1")


def _message(declaration: Declaration) -> list[Segment]:
    lines = [segment for line in declaration.lines for segment in _line(line)]
    return [
        _segment("BGM", "929", [declaration.transaction_number, str(declaration.version)], "9"),
        _segment("CST", "", ["AB", "CADTYPE", "96"]),
        _segment("LOC", "23", [declaration.office, "", "96"]),
        _segment("DTM", ["204", _day(declaration.release_on), "102"]),
        _segment("RFF", ["XC", declaration.cargo_control_number]),
        _segment("NAD", "IM", [declaration.importer, "", "96"]),
        _segment("NAD", "CB"),
        _segment("RFF", ["ABP", declaration.filer]),
        _segment("UNS", "D"),
        *(
            segment
            for invoice, vendor in declaration.vendors.items()
            for segment in (_segment("DMS", invoice, "380"), _segment("NAD", "VN", "", "", vendor))
        ),
        *lines,
        _segment("UNS", "S"),
        _segment("CNT", ["5", str(declaration.line_count)]),
        _segment("CNT", ["20", f"{declaration.total_value:.2f}"]),
    ]


def _line(line: Line) -> list[Segment]:
    return [
        _segment(
            "CST",
            str(line.line_number),
            [line.tariff_item, "CLASS", "96"],
            [line.treatment, "TT", "96"],
            "",
            [line.vfd_code, "VFD", "96"],
        ),
        _segment("FTX", "AAA", "", "", line.description),
        _segment("LOC", "27", [line.origin_country, "", "5"]),
        _segment("LOC", "35", [line.export_country, "", "5"]),
        _segment("DTM", ["11", _day(line.direct_shipment_on), "102"]),
        _segment("MEA", "AAR", "", [line.unit, line.quantity]),
        _segment("MOA", ["77", line.value, line.currency]),
        _segment("RFF", ["IV", line.invoice_number]),
        _segment("TAX", "1", "CUD"),
        _segment("MOA", ["161", f"{line.duty:.2f}", "CAD"]),
        _segment("TAX", "1", "GST"),
        _segment("MOA", ["161", f"{line.gst:.2f}", "CAD"]),
    ]


def _day(day: dt.date) -> str:
    return day.strftime("%Y%m%d")


def _segment(tag: str, *elements: str | list[str]) -> Segment:
    return [tag, *elements]
