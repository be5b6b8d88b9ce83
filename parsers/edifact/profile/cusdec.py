"""The commercial accounting declaration as UN/EDIFACT CUSDEC D.13B.

Rows are in the order of the published message structure; the group numbers are its own. Qualifiers
have their published meaning. The guide for partners is docs/formats/cad-cusdec.md.
"""

from parsers import conversions as rule
from parsers.edifact.profile.profile_tables import Element, Group, MessageProfile, SegmentUse
from parsers.values import Conversion, ccyymmdd, code

# fmt: off
_DATE_FORMAT = Element(column="", name="date format", number="2379", at=(1, 3), representation="an..3", convert=code("102"))

_CAD = Element(column="", name="currency", number="6345", at=(1, 3), representation="an..3", convert=code("CAD"), mandatory=False, code_list="CAD")

_HEADING: tuple[SegmentUse | Group, ...] = (
    SegmentUse(tag="UNH", name="Message header"),
    SegmentUse(tag="BGM", name="Beginning of message", elements=(
        Element(column="", name="document name code", number="1001", at=(1, 1), representation="an..3", convert=code("929"), code_list="929"),
        Element(column="transaction_number", name="transaction number", number="1004", at=(2, 1), representation="an..70", convert=rule.TRANSACTION_NUMBER),
        Element(column="version", name="version", number="1056", at=(2, 2), representation="an..9", convert=rule.VERSION),
        Element(column="function", name="message function", number="1225", at=(3, 1), representation="an..3", convert=rule.FUNCTION, code_list="9, 5, 1", alone=True),
    )),
    SegmentUse(tag="CST", name="Type of declaration", elements=(
        Element(column="cad_type", name="CAD type", number="7361", at=(2, 1), representation="an..18", convert=rule.CAD_TYPE, code_list="CADTYPE:96"),
    )),
    SegmentUse(tag="LOC", qualifier="23", name="Release office", elements=(
        Element(column="release_office", name="office", number="3225", at=(2, 1), representation="an..35", convert=rule.OFFICE, code_list="96", agency="96"),
    )),
    SegmentUse(tag="LOC", qualifier="18", name="Warehouse", mandatory=False, elements=(
        Element(column="warehouse", name="sub-location", number="3225", at=(2, 1), representation="an..35", convert=rule.WAREHOUSE, code_list="96", agency="96"),
    )),
    SegmentUse(tag="DTM", qualifier="204", name="Release date", elements=(
        Element(column="release_on", name="date", number="2380", at=(1, 2), representation="an..35", convert=ccyymmdd),
        _DATE_FORMAT,
    )),
    SegmentUse(tag="FTX", qualifier="AAI", name="Remark", mandatory=False, elements=(
        Element(column="filer_remark", name="text", number="4440", at=(4, 1), representation="an..512", convert=rule.REMARK, components=5),
    )),
    Group(name="reason", number="", table="reasons", mandatory=False, repeat=9, body=(
        SegmentUse(tag="FTX", qualifier="AES", name="Reason for a new version or a withdrawal", elements=(
            Element(column="reason_code", name="reason code", number="4441", at=(3, 1), representation="an..17", convert=rule.REASON_CODE, code_list="REASON:96"),
            Element(column="remark", name="text", number="4440", at=(4, 1), representation="an..512", convert=rule.REMARK, components=5, mandatory=False),
        )),
    )),
    Group(name="cargo", number="SG1", mandatory=False, body=(
        SegmentUse(tag="RFF", qualifier="XC", name="Cargo control number", elements=(
            Element(column="cargo_control_number", name="number", number="1154", at=(1, 2), representation="an..70", convert=rule.CARGO_CONTROL_NUMBER),
        )),
    )),
    Group(name="previous declaration", number="SG1", mandatory=False, body=(
        SegmentUse(tag="RFF", qualifier="AEI", name="Previous declaration", elements=(
            Element(column="previous_transaction_number", name="transaction number", number="1154", at=(1, 2), representation="an..70", convert=rule.TRANSACTION_NUMBER),
        )),
    )),
    Group(name="importer", number="SG6", body=(
        SegmentUse(tag="NAD", qualifier="IM", name="Importer", elements=(
            Element(column="importer", name="program account (BN15)", number="3039", at=(2, 1), representation="an..35", convert=rule.BN15, code_list="96", agency="96"),
        )),
    )),
    Group(name="filer", number="SG6", body=(
        SegmentUse(tag="NAD", qualifier="CB", name="Customs broker"),
        SegmentUse(tag="RFF", qualifier="ABP", name="Who files", elements=(
            Element(column="filer", name="filer", number="1154", at=(1, 2), representation="an..70", convert=rule.FILER),
        )),
    )),
    SegmentUse(tag="UNS", qualifier="D", name="Detail section"),
)

_INVOICE = Group(name="invoice", number="SG11", table="invoices", mandatory=False, repeat=999, body=(
    SegmentUse(tag="DMS", name="Commercial invoice", elements=(
        Element(column="invoice_number", name="invoice number", number="1004", at=(1, 1), representation="an..70", convert=rule.INVOICE_NUMBER),
        Element(column="", name="document name code", number="1001", at=(2, 1), representation="an..3", convert=code("380"), code_list="380"),
    )),
    SegmentUse(tag="DTM", qualifier="3", name="Date of the invoice", mandatory=False, elements=(
        Element(column="invoice_on", name="date", number="2380", at=(1, 2), representation="an..35", convert=ccyymmdd),
        _DATE_FORMAT,
    )),
    Group(name="invoice total", number="SG12", mandatory=False, body=(
        SegmentUse(tag="MOA", qualifier="39", name="Total of the invoice", elements=(
            Element(column="invoice_total_cents", name="amount", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            Element(column="invoice_currency", name="currency", number="6345", at=(1, 3), representation="an..3", convert=rule.CURRENCY, code_list="ISO 4217"),
        )),
    )),
    Group(name="vendor", number="SG15", body=(
        SegmentUse(tag="NAD", qualifier="VN", name="Vendor", elements=(
            Element(column="vendor_name", name="name", number="3036", at=(4, 1), representation="an..70", convert=rule.VENDOR_NAME),
            Element(column="vendor_city", name="city", number="3164", at=(6, 1), representation="an..35", convert=rule.CITY, mandatory=False, alone=True),
            Element(column="vendor_region", name="state or province", number="3229", at=(7, 1), representation="an..9", convert=rule.REGION, mandatory=False, code_list="ISO 3166-2"),
            Element(column="vendor_country", name="country", number="3207", at=(9, 1), representation="an..3", convert=rule.COUNTRY, mandatory=False, code_list="ISO 3166-1", alone=True),
        )),
    )),
))

_LINE_HEADING: tuple[SegmentUse | Group, ...] = (
    SegmentUse(tag="CST", name="Line and classification", elements=(
        Element(column="line_number", name="line number", number="1496", at=(1, 1), representation="an..6", convert=rule.COUNT, alone=True),
        Element(column="tariff_item", name="tariff item", number="7361", at=(2, 1), representation="an..18", convert=rule.TARIFF_ITEM, code_list="CLASS:96"),
        Element(column="treatment", name="tariff treatment", number="7361", at=(3, 1), representation="an..18", convert=rule.TREATMENT, code_list="TT:96"),
        Element(column="tariff_code", name="tariff code", number="7361", at=(4, 1), representation="an..18", convert=rule.TARIFF_CODE, mandatory=False, code_list="TC:96"),
        Element(column="vfd_code", name="value for duty code", number="7361", at=(5, 1), representation="an..18", convert=rule.VFD_CODE, code_list="VFD:96"),
        Element(column="sima_code", name="SIMA code", number="7361", at=(6, 1), representation="an..18", convert=rule.SIMA_CODE, mandatory=False, code_list="SIMA:96"),
    )),
    SegmentUse(tag="FTX", qualifier="AAA", name="Description of the goods", elements=(
        Element(column="description", name="text", number="4440", at=(4, 1), representation="an..512", convert=rule.DESCRIPTION, components=5),
    )),
    SegmentUse(tag="FTX", qualifier="ABA", name="Text of the classification", mandatory=False, elements=(
        Element(column="classification_description", name="text", number="4440", at=(4, 1), representation="an..512", convert=rule.DESCRIPTION, components=5),
    )),
    SegmentUse(tag="LOC", qualifier="27", name="Country of origin", elements=(
        Element(column="origin_country", name="country", number="3225", at=(2, 1), representation="an..35", convert=rule.COUNTRY, code_list="ISO 3166-1", agency="5"),
    )),
    SegmentUse(tag="LOC", qualifier="30", name="Country of melt and pour, or smelt and cast", mandatory=False, elements=(
        Element(column="melt_country", name="country", number="3225", at=(2, 1), representation="an..35", convert=rule.COUNTRY, code_list="ISO 3166-1", agency="5"),
    )),
    SegmentUse(tag="LOC", qualifier="35", name="Country of export", elements=(
        Element(column="export_country", name="country", number="3225", at=(2, 1), representation="an..35", convert=rule.COUNTRY, code_list="ISO 3166-1", agency="5"),
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
            Element(column="currency", name="currency", number="6345", at=(1, 3), representation="an..3", convert=rule.CURRENCY, code_list="ISO 4217"),
        )),
    )),
    Group(name="value for duty", number="SG35", mandatory=False, body=(
        SegmentUse(tag="MOA", qualifier="40", name="Value for duty declared", elements=(
            Element(column="declared_value_for_duty_cents", name="amount in CAD", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            _CAD,
        )),
    )),
    Group(name="content", number="SG35", mandatory=False, body=(
        SegmentUse(tag="MOA", qualifier="204", name="Canadian and Mexican content claimed", elements=(
            Element(column="content_cents", name="amount in CAD", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            _CAD,
        )),
    )),
)


def _reference(qualifier: str, name: str, column: str, convert: Conversion, *, mandatory: bool = False) -> Group:
    return Group(name=name, number="SG37", mandatory=mandatory, body=(
        SegmentUse(tag="RFF", qualifier=qualifier, name=name, elements=(
            Element(column=column, name="number", number="1154", at=(1, 2), representation="an..70", convert=convert),
        )),
    ))


_SURTAX_FLAG = Element(column="surtax_flag", name="surtax category", number="5305", at=(6, 1), representation="an..3", convert=rule.SURTAX_CATEGORY, mandatory=False, around=True, code_list="S, E")


def _charge(tax: str, name: str, code_column: str = "", convert: Conversion = rule.GST_CODE, code_list: str = "", *, flag: Element | None = None) -> Group:
    charge = Element(column="charge", name="duty or tax type", number="5153", at=(2, 1), representation="an..3", convert=rule.CHARGE)
    coded = Element(column=code_column, name=f"{name} code", number="5279", at=(5, 1), representation="an..7", convert=convert, mandatory=False, around=True, code_list=code_list)
    return Group(name=name, number="SG43", table="charges", mandatory=False, inherit=("line_number",), body=(
        SegmentUse(tag="TAX", qualifier=f"1+{tax}", name=name, elements=(charge, *((coded,) if code_column else ()), *((flag,) if flag else ()))),
        SegmentUse(tag="MOA", qualifier="161", name="Amount declared", mandatory=False, elements=(
            Element(column="declared_cents", name="amount in CAD", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            _CAD,
        )),
    ))


_LINE = Group(name="commodity line", number="SG32", table="lines", mandatory=False, repeat=9999, body=(
    *_LINE_HEADING,
    _reference("IV", "Invoice of the line", "invoice_number", rule.INVOICE_NUMBER, mandatory=True),
    _reference("ABC", "SIMA measure in force", "sima_measure", rule.SIMA_MEASURE),
    _reference("ANJ", "Special authority (order in council)", "special_authority", rule.SPECIAL_AUTHORITY),
    _reference("ASF", "Duty relief licence", "licence", rule.LICENCE),
    _reference("IP", "Import permit", "import_permit", rule.IMPORT_PERMIT),
    _reference("ERN", "Exporter under a SIMA measure", "exporter", rule.EXPORTER),
    _charge("CUD", "Customs duty"),
    _charge("ADD", "Anti-dumping duty"),
    _charge("CVD", "Countervailing duty"),
    _charge("SUR", "Surtax or safeguard", "surtax_code", rule.SURTAX_CODE, "SURTAX:96", flag=_SURTAX_FLAG),
    _charge("FET", "Excise tax", "excise_code", rule.EXCISE_CODE, "EXCISE:96"),
    _charge("GST", "Goods and services tax", "gst_code", rule.GST_CODE, "GST:96"),
))

_SUMMARY: tuple[SegmentUse | Group, ...] = (
    SegmentUse(tag="UNS", qualifier="S", name="Summary section"),
    SegmentUse(tag="CNT", qualifier="5", name="Number of commodity lines", elements=(
        Element(column="line_count", name="count", number="6066", at=(1, 2), representation="n..18", convert=rule.COUNT),
    )),
    SegmentUse(tag="CNT", qualifier="20", name="Sum of the line values, whatever their currencies", elements=(
        Element(column="total_value_cents", name="total", number="6066", at=(1, 2), representation="n..18", convert=rule.AMOUNT),
    )),
    SegmentUse(tag="CNT", qualifier="17", name="Value for duty of all lines declared", mandatory=False, elements=(
        Element(column="declared_value_for_duty_cents", name="total in CAD", number="6066", at=(1, 2), representation="n..18", convert=rule.AMOUNT),
    )),
    Group(name="payable", number="SG51", mandatory=False, body=(
        SegmentUse(tag="TAX", qualifier="4+TOT", name="All duties and taxes of the declaration"),
        SegmentUse(tag="MOA", qualifier="176", name="Amount declared", elements=(
            Element(column="declared_payable_cents", name="amount in CAD", number="5004", at=(1, 2), representation="n..35", convert=rule.AMOUNT),
            _CAD,
        )),
    )),
)

_CARRIED_ON = Group(name="declaration carried on", number="", body=(
    SegmentUse(tag="UNH", name="Message header"),
    SegmentUse(tag="BGM", name="Beginning of message, as in the first", compared=True),
    SegmentUse(tag="UNS", qualifier="D", name="Detail section"),
    _INVOICE,
    _LINE,
    SegmentUse(tag="UNS", qualifier="S", name="Summary section"),
))
# fmt: on

_TYPE, _DIRECTORY, _SOURCE = "CUSDEC", "D.13B", "UN/EDIFACT directory D.13B, message CUSDEC"

CUSDEC_D13B = MessageProfile(
    type=_TYPE,
    directory=_DIRECTORY,
    source=_SOURCE,
    root=Group(
        name="declaration",
        number="",
        table="declarations",
        body=(*_HEADING, _INVOICE, _LINE, *_SUMMARY),
    ),
    continued=MessageProfile(type=_TYPE, directory=_DIRECTORY, source=_SOURCE, root=_CARRIED_ON),
    parts_max=11,  # of 9,999 lines each: room for the 99,999 of a declaration
)
