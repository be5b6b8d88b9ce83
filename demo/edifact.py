"""Declarations written as a broker's software would: CUSDEC D.13B interchanges."""

import datetime as dt
from decimal import Decimal

from demo.declarations import Declaration, InvoiceDetails, Line, Reason
from parsers.conversions import FUNCTIONS
from parsers.edifact.writer import write

_FUNCTION_CODES = {function: code for code, function in FUNCTIONS.items()}
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
        _segment(
            "BGM",
            "929",
            [declaration.transaction_number, str(declaration.version)],
            _FUNCTION_CODES[declaration.function],
        ),
        _segment("CST", "", [declaration.cad_type, "CADTYPE", "96"]),
        _segment("LOC", "23", [declaration.office, "", "96"]),
        *_given("LOC", "18", _coded(declaration.warehouse, "")),
        _segment("DTM", ["204", _day(declaration.release_on), "102"]),
        *_given("FTX", "AAI", "", "", declaration.remark),
        *(_reason(reason) for reason in declaration.reasons),
        _segment("RFF", ["XC", declaration.cargo_control_number]),
        *_reference("AEI", declaration.previous_transaction_number),
        _segment("NAD", "IM", [declaration.importer, "", "96"]),
        _segment("NAD", "CB"),
        _segment("RFF", ["ABP", declaration.filer]),
        _segment("UNS", "D"),
        *(
            segment
            for invoice, vendor in declaration.vendors.items()
            for segment in _invoice(invoice, vendor, declaration.invoice_details.get(invoice))
        ),
        *lines,
        _segment("UNS", "S"),
        _segment("CNT", ["5", str(declaration.line_count)]),
        _segment("CNT", ["20", f"{declaration.total_value:.2f}"]),
        *_totals(declaration),
    ]


def _reason(reason: Reason) -> Segment:
    remark = [reason.remark] if reason.remark else []
    return _segment("FTX", "AES", "", [reason.code, "REASON", "96"], *remark)


def _invoice(number: str, vendor: str, details: InvoiceDetails | None) -> list[Segment]:
    if details is None:
        return [_segment("DMS", number, "380"), _segment("NAD", "VN", "", "", vendor)]
    place = ["", details.city, details.region, "", details.country]
    return [
        _segment("DMS", number, "380"),
        _segment("DTM", ["3", _day(details.invoice_on), "102"]),
        _segment("MOA", ["39", f"{details.total:.2f}", details.currency]),
        _segment("NAD", "VN", "", "", vendor, *place),
    ]


def _totals(declaration: Declaration) -> list[Segment]:
    if declaration.value_for_duty is None:
        return []
    return [
        _segment("CNT", ["17", f"{declaration.value_for_duty:.2f}"]),
        _segment("TAX", "4", "TOT"),
        _segment("MOA", ["176", f"{declaration.payable:.2f}", "CAD"]),
    ]


def _line(line: Line) -> list[Segment]:
    return [
        _segment(
            "CST",
            str(line.line_number),
            [line.tariff_item, "CLASS", "96"],
            [line.treatment, "TT", "96"],
            _coded(line.tariff_code, "TC") or "",
            [line.vfd_code, "VFD", "96"],
            *([code] if (code := _coded(line.sima_code, "SIMA")) else []),
        ),
        _segment("FTX", "AAA", "", "", line.description),
        *_given("FTX", "ABA", "", "", line.classification_description),
        _segment("LOC", "27", [line.origin_country, "", "5"]),
        _segment("LOC", "35", [line.export_country, "", "5"]),
        _segment("DTM", ["11", _day(line.direct_shipment_on), "102"]),
        _segment("MEA", "AAR", "", [line.unit, line.quantity]),
        _segment("MOA", ["77", line.value, line.currency]),
        *_amount("40", line.declared_value_for_duty),
        _segment("RFF", ["IV", line.invoice_number]),
        *_reference("ABC", line.sima_measure),
        *_reference("ANJ", line.special_authority),
        *_reference("ASF", line.licence),
        *_tax("CUD", line.duty, None),
        *_tax("SUR", None, _coded(line.surtax_code, "SURTAX")),
        *_tax("FET", None, _coded(line.excise_code, "EXCISE")),
        *_tax("GST", line.gst, _coded(line.gst_code, "GST")),
    ]


def _tax(tax: str, amount: Decimal | None, code: list[str] | None) -> list[Segment]:
    """Return a tax of a line with its amount, its code, or both; nothing where it has neither."""
    if amount is None and code is None:
        return []
    coded: list[str | list[str]] = ["", "", code] if code else []
    return [_segment("TAX", "1", tax, *coded), *_amount("161", amount)]


def _amount(qualifier: str, amount: Decimal | None) -> list[Segment]:
    return [] if amount is None else [_segment("MOA", [qualifier, f"{amount:.2f}", "CAD"])]


def _reference(qualifier: str, number: str | None) -> list[Segment]:
    return _given("RFF", [qualifier, number] if number else None)


def _given(tag: str, *elements: str | list[str] | None) -> list[Segment]:
    """Return a segment, or nothing where its last element is not given."""
    given = [element for element in elements if element is not None]
    return [_segment(tag, *given)] if len(given) == len(elements) else []


def _coded(code: str | None, code_list: str) -> list[str] | None:
    """Return a code with its list and the agency that keeps it."""
    return [code, code_list, "96"] if code else None


def _day(day: dt.date) -> str:
    return day.strftime("%Y%m%d")


def _segment(tag: str, *elements: str | list[str]) -> Segment:
    return [tag, *elements]
