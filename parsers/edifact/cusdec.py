"""The commercial accounting declaration as UN/EDIFACT CUSDEC D.13B.

Rows are in the order of the published message structure; the group numbers are its own. The guide
for partners is docs/formats/cad-cusdec.md.
"""

from parsers import conversions as rule
from parsers.edifact.tables import Element, Group, MessageProfile, SegmentUse
from parsers.values import ccyymmdd, code

# fmt: off
_DATE_FORMAT = Element(column="", name="date format", number="2379", at=(1, 3), representation="an..3", convert=code("102"))

_HEADING: tuple[SegmentUse | Group, ...] = (
    SegmentUse(tag="UNH", name="Message header"),
    SegmentUse(tag="BGM", name="Beginning of message", elements=(
        Element(column="", name="document name code", number="1001", at=(1, 1), representation="an..3", convert=code("929")),
        Element(column="transaction_number", name="transaction number", number="1004", at=(2, 1), representation="an..70", convert=rule.TRANSACTION_NUMBER),
        Element(column="version", name="version", number="1056", at=(2, 2), representation="an..9", convert=rule.VERSION),
        Element(column="", name="message function", number="1225", at=(3, 1), representation="an..3", convert=code("9")),
    )),
    SegmentUse(tag="CST", name="Type of declaration", elements=(
        Element(column="cad_type", name="CAD type", number="7361", at=(2, 1), representation="an..18", convert=rule.CAD_TYPE),
    )),
    SegmentUse(tag="LOC", qualifier="23", name="Release office", elements=(
        Element(column="release_office", name="office", number="3225", at=(2, 1), representation="an..35", convert=rule.OFFICE),
    )),
    SegmentUse(tag="DTM", qualifier="204", name="Release date", elements=(
        Element(column="release_on", name="date", number="2380", at=(1, 2), representation="an..35", convert=ccyymmdd),
        _DATE_FORMAT,
    )),
    Group(name="reference", number="SG1", mandatory=False, body=(
        SegmentUse(tag="RFF", qualifier="XC", name="Cargo control number", elements=(
            Element(column="cargo_control_number", name="number", number="1154", at=(1, 2), representation="an..70", convert=rule.CARGO_CONTROL_NUMBER),
        )),
    )),
    Group(name="importer", number="SG6", body=(
        SegmentUse(tag="NAD", qualifier="IM", name="Importer", elements=(
            Element(column="importer", name="program account (BN15)", number="3039", at=(2, 1), representation="an..35", convert=rule.BN15),
        )),
    )),
    Group(name="filer", number="SG6", body=(
        SegmentUse(tag="NAD", qualifier="CB", name="Customs broker"),
        SegmentUse(tag="RFF", qualifier="ABP", name="Account security", elements=(
            Element(column="filer", name="account security number", number="1154", at=(1, 2), representation="an..70", convert=rule.FILER),
        )),
    )),
    SegmentUse(tag="UNS", qualifier="D", name="Detail section"),
)

_INVOICE = Group(name="invoice", number="SG11", table="invoices", repeat=999, body=(
    SegmentUse(tag="DMS", name="Commercial invoice", elements=(
        Element(column="invoice_number", name="invoice number", number="1004", at=(1, 1), representation="an..70", convert=rule.INVOICE_NUMBER),
        Element(column="", name="document name code", number="1001", at=(2, 1), representation="an..3", convert=code("380")),
    )),
    Group(name="vendor", number="SG15", body=(
        SegmentUse(tag="NAD", qualifier="VN", name="Vendor", elements=(
            Element(column="vendor_name", name="name", number="3036", at=(4, 1), representation="an..70", convert=rule.VENDOR_NAME),
        )),
    )),
))

_CHARGE = Group(name="declared charge", number="SG43", table="charges", mandatory=False, repeat=2, inherit=("line_number",), body=(
    SegmentUse(tag="TAX", qualifier="1", name="Duty or tax of the line", elements=(
        Element(column="charge", name="duty or tax type", number="5153", at=(2, 1), representation="an..3", convert=rule.CHARGE),
    )),
    SegmentUse(tag="MOA", qualifier="161", name="Amount declared", elements=(
        Element(column="declared_cents", name="amount", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
    )),
))

_LINE = Group(name="commodity line", number="SG32", table="lines", repeat=9999, body=(
    SegmentUse(tag="CST", name="Line and classification", elements=(
        Element(column="line_number", name="line number", number="1496", at=(1, 1), representation="an..6", convert=rule.COUNT),
        Element(column="tariff_item", name="tariff item", number="7361", at=(2, 1), representation="an..18", convert=rule.TARIFF_ITEM),
        Element(column="treatment", name="tariff treatment", number="7361", at=(3, 1), representation="an..18", convert=rule.TREATMENT),
        Element(column="vfd_code", name="value for duty code", number="7361", at=(5, 1), representation="an..18", convert=rule.VFD_CODE),
    )),
    SegmentUse(tag="FTX", qualifier="AAA", name="Description", elements=(
        Element(column="description", name="text", number="4440", at=(4, 1), representation="an..512", convert=rule.DESCRIPTION),
    )),
    SegmentUse(tag="LOC", qualifier="27", name="Country of origin", elements=(
        Element(column="origin_country", name="country", number="3225", at=(2, 1), representation="an..35", convert=rule.COUNTRY),
    )),
    SegmentUse(tag="LOC", qualifier="35", name="Country of export", elements=(
        Element(column="export_country", name="country", number="3225", at=(2, 1), representation="an..35", convert=rule.COUNTRY),
    )),
    SegmentUse(tag="DTM", qualifier="11", name="Date of direct shipment", elements=(
        Element(column="direct_shipment_on", name="date", number="2380", at=(1, 2), representation="an..35", convert=ccyymmdd),
        _DATE_FORMAT,
    )),
    SegmentUse(tag="MEA", qualifier="AAR", name="Quantity", elements=(
        Element(column="unit", name="unit of measure", number="6411", at=(3, 1), representation="an..8", convert=rule.UNIT),
        Element(column="quantity_thousandths", name="quantity", number="6314", at=(3, 2), representation="an..18", convert=rule.QUANTITY),
    )),
    Group(name="value", number="SG35", body=(
        SegmentUse(tag="MOA", qualifier="77", name="Value for currency conversion", elements=(
            Element(column="value_for_currency_conversion_cents", name="amount", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            Element(column="currency", name="currency", number="6345", at=(1, 3), representation="an..3", convert=rule.CURRENCY),
        )),
    )),
    Group(name="invoice of the line", number="SG37", body=(
        SegmentUse(tag="RFF", qualifier="IV", name="Invoice", elements=(
            Element(column="invoice_number", name="invoice number", number="1154", at=(1, 2), representation="an..70", convert=rule.INVOICE_NUMBER),
        )),
    )),
    _CHARGE,
))

_SUMMARY: tuple[SegmentUse | Group, ...] = (
    SegmentUse(tag="UNS", qualifier="S", name="Summary section"),
    SegmentUse(tag="CNT", qualifier="5", name="Number of commodity lines", elements=(
        Element(column="line_count", name="count", number="6066", at=(1, 2), representation="n..18", convert=rule.COUNT),
    )),
    SegmentUse(tag="CNT", qualifier="20", name="Sum of the line values, whatever their currencies", elements=(
        Element(column="total_value_cents", name="total", number="6066", at=(1, 2), representation="n..18", convert=rule.AMOUNT),
    )),
)
# fmt: on

CUSDEC_D13B = MessageProfile(
    type="CUSDEC",
    directory="D.13B",
    source="UN/EDIFACT directory D.13B, message CUSDEC",
    root=Group(
        name="declaration",
        number="",
        table="declarations",
        body=(*_HEADING, _INVOICE, _LINE, *_SUMMARY),
    ),
)
