"""Where the columns of a declaration stand in our XML (``cad.xsd``): the table of the format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from parsers import conversions as rule
from parsers.values import Conversion, Scaled, iso_date
from parsers.xml.document import collapsed
from parsers.xml.numbers import plain_number

NAMESPACE: Final = "urn:carm-hub:declaration:1"


@dataclass(frozen=True)
class Field:
    """One column and the path its text stands at, below the element of its row."""

    column: str
    path: str
    convert: Conversion
    absent: str | None = None
    """The value where the element is left out."""

    def plain(self, written: str) -> str:
        """Return what is written as the conversion reads it: what XML Schema lets stand is gone."""
        text = collapsed(written)
        return plain_number(text) if isinstance(self.convert, Scaled) else text


ROWS: Final[Mapping[str, str]] = {
    "declarations": "",
    "reasons": "Amendment",
    "invoices": "GoodsShipment",
    "lines": "GoodsShipment/GovernmentAgencyGoodsItem",
    "charges": "GoodsShipment/GovernmentAgencyGoodsItem/DutyTaxFee",
}
"""The element of each table's rows, below ``Declaration``; outer ones first."""

INHERITED: Final[Mapping[str, tuple[str, ...]]] = {
    "declarations": (),
    "reasons": (),
    "invoices": (),
    "lines": ("invoice_number", "currency"),
    "charges": ("line_number",),
}
"""What a row takes from the row around it."""

RATE_CODE: Final = "rate_code"
RATE_CODES: Final[Mapping[str, str]] = {
    "surtax": "surtax_code",
    "excise": "excise_code",
    "gst": "gst_code",
}
"""The column of the line that a charge's rate code fills."""

FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "declarations": (
        Field("transaction_number", "ID", rule.TRANSACTION_NUMBER),
        Field("version", "VersionID", rule.VERSION),
        Field("function", "FunctionCode", rule.FUNCTION, absent="original"),
        Field("cad_type", "TypeCode", rule.CAD_TYPE),
        Field("importer", "Importer/ID", rule.BN15),
        Field("filer", "Declarant/ID", rule.FILER),
        Field("release_on", "ReleaseDate", iso_date),
        Field("release_office", "DeclarationOffice/ID", rule.OFFICE),
        Field(
            "cargo_control_number",
            "Consignment/TransportContractDocument/ID",
            rule.CARGO_CONTROL_NUMBER,
        ),
        Field("previous_transaction_number", "PreviousDocument/ID", rule.TRANSACTION_NUMBER),
        Field("warehouse", "Warehouse/ID", rule.WAREHOUSE),
        Field("line_count", "GoodsItemQuantity", rule.COUNT),
        Field("total_value_cents", "TotalValueAmount", rule.AMOUNT),
        Field("declared_value_for_duty_cents", "TotalCustomsValueAmount", rule.AMOUNT),
        Field("declared_payable_cents", "TotalDutyTaxFeeAmount", rule.AMOUNT),
        Field("filer_remark", "AdditionalInformation/Content", rule.REMARK),
    ),
    "reasons": (
        Field("reason_code", "ChangeReasonCode", rule.REASON_CODE),
        Field("remark", "AdditionalInformation/Content", rule.REMARK),
    ),
    "invoices": (
        Field("invoice_number", "Invoice/ID", rule.INVOICE_NUMBER),
        Field("currency", "Invoice/CurrencyCode", rule.CURRENCY),
        Field("invoice_on", "Invoice/IssueDate", iso_date),
        Field("invoice_total_cents", "Invoice/TotalAmount/Amount", rule.AMOUNT),
        Field("invoice_currency", "Invoice/TotalAmount/CurrencyCode", rule.CURRENCY),
        Field("vendor_name", "Seller/Name", rule.VENDOR_NAME),
        Field("vendor_city", "Seller/Address/CityName", rule.CITY),
        Field("vendor_region", "Seller/Address/CountrySubDivisionID", rule.REGION),
        Field("vendor_country", "Seller/Address/CountryCode", rule.COUNTRY),
    ),
    "lines": (
        Field("line_number", "SequenceNumeric", rule.COUNT),
        Field("description", "Commodity/Description", rule.DESCRIPTION),
        Field("tariff_item", "Commodity/Classification/ID", rule.TARIFF_ITEM),
        Field(
            "classification_description",
            "Commodity/Classification/Description",
            rule.DESCRIPTION,
        ),
        Field("origin_country", "Origin/CountryCode", rule.COUNTRY),
        Field("export_country", "ExportCountry/ID", rule.COUNTRY),
        Field("direct_shipment_on", "DirectShipmentDate", iso_date),
        Field("treatment", "TariffTreatmentCode", rule.TREATMENT),
        Field("tariff_code", "TariffCode", rule.TARIFF_CODE),
        Field("sima_code", "SIMACode", rule.SIMA_CODE),
        Field("sima_measure", "SIMAMeasureID", rule.SIMA_MEASURE),
        Field("special_authority", "SpecialAuthorityID", rule.SPECIAL_AUTHORITY),
        Field("licence", "DutyReliefLicenceID", rule.LICENCE),
        Field("surtax_flag", "SurtaxFlagCode", rule.SURTAX_FLAG),
        Field("melt_country", "MeltCountry/ID", rule.COUNTRY),
        Field("import_permit", "ImportPermitID", rule.IMPORT_PERMIT),
        Field("exporter", "ExporterID", rule.EXPORTER),
        Field("vfd_code", "CustomsValuation/MethodCode", rule.VFD_CODE),
        Field("value_for_currency_conversion_cents", "CustomsValuation/ValueAmount", rule.AMOUNT),
        Field("declared_value_for_duty_cents", "CustomsValuation/CustomsValueAmount", rule.AMOUNT),
        Field("content_cents", "CustomsValuation/ContentAmount", rule.AMOUNT),
        Field("quantity_thousandths", "GoodsMeasure/TariffQuantity", rule.QUANTITY),
        Field("unit", "GoodsMeasure/UnitCode", rule.UNIT),
    ),
    "charges": (
        Field("charge", "TypeCode", rule.CHARGE),
        Field(RATE_CODE, "RateCode", rule.SURTAX_CODE),
        Field("declared_cents", "PaymentAmount", rule.AMOUNT),
    ),
}
