"""Declarations written as a broker's software would: XML by docs/formats/cad-xml.md."""

import datetime as dt
from decimal import Decimal
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from simulator.files.declaration import FUNCTION_CODES, Declaration, InvoiceDetails, Line

NAMESPACE: Final = "urn:carm-hub:declaration:1"
_e = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


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


def _declaration(number: int, declaration: Declaration) -> etree._Element:
    return _e.Declaration(
        _e.FunctionalReferenceID(str(number)),
        _e.FunctionCode(FUNCTION_CODES[declaration.function]),
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
