"""Declarations written as XML (``parsers/xml/cad.xsd``), and a bank's camt.054."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree
from lxml.builder import ElementMaker

from demo.declarations import Declaration, InvoiceDetails, Line
from parsers.conversions import FUNCTIONS
from parsers.xml.declaration_fields import NAMESPACE

_FUNCTION_CODES = {function: code for code, function in FUNCTIONS.items()}
_e = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
_c = ElementMaker(namespace=_CAMT, nsmap={None: _CAMT})


@dataclass(frozen=True)
class BankEntry:
    """One entry of a bank's notification."""

    reference: str
    amount: Decimal
    remittance: str
    payer: str
    direction: str = "CRDT"


def batch(
    declarations: list[Declaration],
    *,
    sender: str,
    recipient: str,
    reference: str,
    prepared_at: dt.datetime,
) -> bytes:
    """Return one batch with an element for each declaration."""
    return _document(
        _e.DeclarationBatch(
            _e.BatchID(reference),
            _e.SubmitterID(sender),
            _e.RecipientID(recipient),
            _e.IssueDateTime(prepared_at.strftime("%Y-%m-%dT%H:%M:%S")),
            _e.DeclarationQuantity(str(len(declarations))),
            *(_declaration(number, d) for number, d in enumerate(declarations, start=1)),
        )
    )


def notification(entries: list[BankEntry], *, reference: str, bic: str, value_on: dt.date) -> bytes:
    """Return a camt.054.001.08 notification with the entries given."""
    return _document(
        _c.Document(
            _c.BkToCstmrDbtCdtNtfctn(
                _c.GrpHdr(_c.MsgId(reference), _c.CreDtTm(f"{value_on}T18:00:00")),
                _c.Ntfctn(
                    _c.Id(reference),
                    _c.Acct(
                        _c.Id(_c.Othr(_c.Id("0001-1234567"))),
                        _c.Ccy("CAD"),
                        _c.Svcr(_c.FinInstnId(_c.BICFI(bic))),
                    ),
                    *(_entry(entry, value_on) for entry in entries),
                ),
            )
        )
    )


def _entry(entry: BankEntry, value_on: dt.date) -> etree._Element:
    return _c.Ntry(
        _c.NtryRef(entry.reference),
        _c.Amt(f"{entry.amount:.2f}", Ccy="CAD"),
        _c.CdtDbtInd(entry.direction),
        _c.Sts(_c.Cd("BOOK")),
        _c.BookgDt(_c.Dt(value_on.isoformat())),
        _c.ValDt(_c.Dt(value_on.isoformat())),
        _c.AcctSvcrRef(entry.reference),
        _c.BkTxCd(_c.Prtry(_c.Cd("BILLPMT"))),
        _c.NtryDtls(
            _c.TxDtls(
                _c.Refs(_c.EndToEndId(entry.reference)),
                _c.Amt(f"{entry.amount:.2f}", Ccy="CAD"),
                _c.CdtDbtInd(entry.direction),
                _c.RltdPties(_c.Dbtr(_c.Pty(_c.Nm(entry.payer)))),
                _c.RmtInf(_c.Ustrd(entry.remittance)),
            )
        ),
    )


def _declaration(number: int, declaration: Declaration) -> etree._Element:
    return _e.Declaration(
        _e.FunctionalReferenceID(str(number)),
        _e.FunctionCode(_FUNCTION_CODES[declaration.function]),
        _e.ID(declaration.transaction_number),
        _e.VersionID(str(declaration.version)),
        _e.TypeCode(declaration.cad_type),
        _e.GoodsItemQuantity(str(declaration.line_count)),
        _e.TotalValueAmount(f"{declaration.total_value:.2f}"),
        *_totals(declaration),
        *_remark(declaration.remark),
        *(
            _e.Amendment(_e.ChangeReasonCode(reason.code), *_remark(reason.remark))
            for reason in declaration.reasons
        ),
        _e.Importer(_e.ID(declaration.importer)),
        _e.Declarant(_e.ID(declaration.filer)),
        _e.ReleaseDate(declaration.release_on.isoformat()),
        _e.DeclarationOffice(_e.ID(declaration.office)),
        *([_e.Warehouse(_e.ID(declaration.warehouse))] if declaration.warehouse else []),
        *(
            [_e.PreviousDocument(_e.ID(declaration.previous_transaction_number))]
            if declaration.previous_transaction_number
            else []
        ),
        _e.Consignment(_e.TransportContractDocument(_e.ID(declaration.cargo_control_number))),
        *(
            _e.GoodsShipment(
                *_invoice(invoice, vendor, currency, declaration.invoice_details.get(invoice)),
                *(_item(line) for line in lines),
            )
            for invoice, vendor, currency, lines in _shipments(declaration)
        ),
    )


def _totals(declaration: Declaration) -> list[etree._Element]:
    if declaration.value_for_duty is None:
        return []
    return [
        _e.TotalCustomsValueAmount(f"{declaration.value_for_duty:.2f}"),
        _e.TotalDutyTaxFeeAmount(f"{declaration.payable:.2f}"),
    ]


def _remark(text: str | None) -> list[etree._Element]:
    return [_e.AdditionalInformation(_e.Content(text))] if text else []


def _invoice(
    number: str, vendor: str, currency: str, details: InvoiceDetails | None
) -> list[etree._Element]:
    if details is None:
        return [
            _e.Invoice(_e.ID(number), _e.CurrencyCode(currency)),
            _e.Seller(_e.Name(vendor)),
        ]
    return [
        _e.Invoice(
            _e.ID(number),
            _e.CurrencyCode(currency),
            _e.IssueDate(details.invoice_on.isoformat()),
            _e.TotalAmount(_e.Amount(f"{details.total:.2f}"), _e.CurrencyCode(details.currency)),
        ),
        _e.Seller(
            _e.Name(vendor),
            _e.Address(
                _e.CityName(details.city),
                _e.CountrySubDivisionID(details.region),
                _e.CountryCode(details.country),
            ),
        ),
    ]


def _shipments(declaration: Declaration) -> list[tuple[str, str, str, list[Line]]]:
    """Group consecutive lines of one invoice and currency; an invoice may come more than once."""
    shipments: list[tuple[str, str, str, list[Line]]] = []
    for line in declaration.lines:
        vendor = declaration.vendors[line.invoice_number]
        if (
            shipments
            and shipments[-1][0] == line.invoice_number
            and (shipments[-1][2] == line.currency)
        ):
            shipments[-1][3].append(line)
        else:
            shipments.append((line.invoice_number, vendor, line.currency, [line]))
    return shipments


def _item(line: Line) -> etree._Element:
    given = _given(ID=line.tariff_item, Description=line.classification_description)
    return _e.GovernmentAgencyGoodsItem(
        _e.SequenceNumeric(str(line.line_number)),
        _e.Commodity(_e.Description(line.description), _e.Classification(*given)),
        _e.Origin(_e.CountryCode(line.origin_country)),
        _e.ExportCountry(_e.ID(line.export_country)),
        _e.DirectShipmentDate(line.direct_shipment_on.isoformat()),
        _e.TariffTreatmentCode(line.treatment),
        *_given(
            TariffCode=line.tariff_code,
            SIMACode=line.sima_code,
            SIMAMeasureID=line.sima_measure,
            SpecialAuthorityID=line.special_authority,
            DutyReliefLicenceID=line.licence,
            SurtaxFlagCode=line.surtax_flag,
        ),
        *([_e.MeltCountry(_e.ID(line.melt_country))] if line.melt_country else []),
        *_given(ImportPermitID=line.import_permit, ExporterID=line.exporter),
        _e.CustomsValuation(
            *_given(
                MethodCode=line.vfd_code,
                ValueAmount=line.value,
                CustomsValueAmount=_amount(line.declared_value_for_duty),
                ContentAmount=_amount(line.content),
            )
        ),
        _e.GoodsMeasure(_e.TariffQuantity(line.quantity), _e.UnitCode(line.unit)),
        *_fee("CUD", None, line.duty),
        *_fee("SUR", line.surtax_code, None),
        *_fee("FET", line.excise_code, line.excise or None),
        *_fee("GST", line.gst_code, line.gst),
    )


def _fee(kind: str, code: str | None, amount: Decimal | None) -> list[etree._Element]:
    if code is None and amount is None:
        return []
    return [_e.DutyTaxFee(*_given(TypeCode=kind, RateCode=code, PaymentAmount=_amount(amount)))]


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _given(**texts: str | None) -> list[etree._Element]:
    """Return an element for each text that is given."""
    return [_e(name, text) for name, text in texts.items() if text is not None]


def _document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
