"""Declarations written as a broker's software would: CUSDEC D.13B interchanges."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from simulator.files.declaration import FUNCTION_CODES, Declaration, InvoiceDetails, Line, Reason

LINES_MAX = 9_999
"""Commodity lines that a message holds: SG32 of the profile."""

Segment = list[str | list[str]]
"""A segment: its tag, then elements, a composite as a list."""


def interchange(
    declarations: list[Declaration],
    *,
    sender: str,
    recipient: str,
    reference: str,
    prepared_at: dt.datetime,
    lines_per_message: int = LINES_MAX,
) -> bytes:
    """Return one interchange with a message for each declaration, or several for a long one."""
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
    number = 0
    for declaration in declarations:
        for transfer, body in _messages(declaration, lines_per_message):
            number += 1
            segments += [
                _segment("UNH", str(number), ["CUSDEC", "D", "13B", "UN"], *transfer),
                *body,
                _segment("UNT", str(len(body) + 2), str(number)),
            ]
    segments.append(_segment("UNZ", str(number), reference))
    return _written(segments).encode("latin-1")


def _messages(declaration: Declaration, lines_max: int) -> Iterator[tuple[Segment, list[Segment]]]:
    """Yield the messages of a declaration: what UNH says of the transfer, and the body."""
    starts = range(0, max(1, len(declaration.lines)), lines_max)
    named: set[str] = set()
    for number, start in enumerate(starts, start=1):
        lines = declaration.lines[start : start + lines_max]
        needed = dict.fromkeys(line.invoice_number for line in lines)
        invoices = [
            invoice
            for invoice in (needed if len(starts) > 1 else declaration.vendors)
            if invoice not in named
        ]
        named.update(invoices)
        goods = [*_invoices(declaration, invoices), *(s for line in lines for s in _line(line))]
        yield (
            _transfer(declaration.transaction_number, number, len(starts)),
            _whole(declaration, goods) if number == 1 else _carried_on(declaration, goods),
        )


def _transfer(reference: str, number: int, count: int) -> Segment:
    if count == 1:
        return []
    mark = {1: ["C"], count: ["F"]}.get(number, [])
    return [reference, [str(number), *mark]]


def _carried_on(declaration: Declaration, goods: list[Segment]) -> list[Segment]:
    return [_heading(declaration), _segment("UNS", "D"), *goods, _segment("UNS", "S")]


def _heading(declaration: Declaration) -> Segment:
    number = [declaration.transaction_number, str(declaration.version)]
    return _segment("BGM", "929", number, FUNCTION_CODES[declaration.function])


def _whole(declaration: Declaration, goods: list[Segment]) -> list[Segment]:
    return [
        _heading(declaration),
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
        *goods,
        _segment("UNS", "S"),
        _segment("CNT", ["5", str(declaration.line_count)]),
        _segment("CNT", ["20", f"{declaration.total_value:.2f}"]),
        *_totals(declaration),
    ]


def _reason(reason: Reason) -> Segment:
    remark = [reason.remark] if reason.remark else []
    return _segment("FTX", "AES", "", [reason.code, "REASON", "96"], *remark)


def _invoices(declaration: Declaration, numbers: list[str]) -> list[Segment]:
    return [
        segment
        for number in numbers
        for segment in _invoice(
            number, declaration.vendors[number], declaration.invoice_details.get(number)
        )
    ]


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
        *([_segment("LOC", "30", [line.melt_country, "", "5"])] if line.melt_country else []),
        _segment("LOC", "35", [line.export_country, "", "5"]),
        _segment("DTM", ["11", _day(line.direct_shipment_on), "102"]),
        _segment("MEA", "AAR", "", [line.unit, line.quantity]),
        _segment("MOA", ["77", line.value, line.currency]),
        *_amount("40", line.declared_value_for_duty),
        *_amount("204", line.content),
        _segment("RFF", ["IV", line.invoice_number]),
        *_reference("ABC", line.sima_measure),
        *_reference("ANJ", line.special_authority),
        *_reference("ASF", line.licence),
        *_reference("IP", line.import_permit),
        *_reference("ERN", line.exporter),
        *_tax("CUD", line.duty, None),
        *_tax("SUR", None, _coded(line.surtax_code, "SURTAX"), _CATEGORIES.get(line.surtax_flag)),
        *_tax("FET", line.excise or None, _coded(line.excise_code, "EXCISE")),
        *_tax("GST", line.gst, _coded(line.gst_code, "GST")),
    ]


_CATEGORIES: Final[Mapping[str | None, str]] = {"S": "S", "N": "E"}
"""UN/EDIFACT 5305, standard or exempt, of a flag."""


def _tax(
    tax: str, amount: Decimal | None, code: list[str] | None, category: str | None = None
) -> list[Segment]:
    """Return a tax of a line with what it has of amount, code and category; nothing without."""
    if amount is None and code is None and category is None:
        return []
    coded: list[str | list[str]] = ["", "", code or ""] if code or category else []
    coded += [category] if category else []
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


_SERVICE: Final = "?:+'"
"""Release first, then what it releases: components, elements, the end of a segment."""
_END, _BETWEEN_ELEMENTS, _BETWEEN_COMPONENTS = "\ue000", "\ue001", "\ue002"
"""Part what is parted until every text is released: private characters, which no text has."""


def _written(segments: list[Segment]) -> str:
    """Return segments, one a line, behind the UNA of the usual service characters."""
    whole = _END.join(
        [
            _BETWEEN_ELEMENTS.join(
                [
                    element if isinstance(element, str) else _BETWEEN_COMPONENTS.join(element)
                    for element in segment
                ]
            )
            for segment in segments
        ]
    )
    for each in _SERVICE:
        whole = whole.replace(each, f"?{each}")
    whole = whole.replace(_END, "'\n").replace(_BETWEEN_ELEMENTS, "+")
    return f"UNA:+.? '\n{whole.replace(_BETWEEN_COMPONENTS, ':')}'\n"
