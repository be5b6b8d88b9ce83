"""Every format has its row in every table, and nothing else has."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from jobs.hub.settings import ROOT
from jobs.reference.seed_files import PROFILE, partners
from mappers.intake.senders import KINDS_THAT_MAY_SEND
from notices.answer_forms import ANSWERS
from parsers.edifact.envelope.headers import read_headers
from parsers.edifact.envelope.service import PLACES
from parsers.format_ids import FormatId
from parsers.formats import FORMATS, Limits, places_of, read_file, recognised
from parsers.opening import opening_of
from parsers.places.in_edifact import EdifactPlaces
from parsers.places.in_text import TextPlaces
from parsers.places.in_xml import XmlPlaces

ROWS = {row.id: row for row in FORMATS}
LIMITS = Limits(max_file_bytes=1 << 20, max_segment_bytes=1 << 16)
_DELIVERY = b"""<ReferenceDelivery xmlns="urn:carm-hub:reference:1"><ReferenceTable>holiday
</ReferenceTable><Delivery>whole</Delivery><DeliveryReference>H-1</DeliveryReference>
<RowCount>0</RowCount><Sender>TARIFFDESK</Sender></ReferenceDelivery>"""
_STATEMENT = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>S-1</MsgId></GrpHdr><Stmt><Acct><Svcr><FinInstnId><BICFI>NORTCATT</BICFI>
</FinInstnId></Svcr></Acct></Stmt></BkToCstmrStmt></Document>"""
_REPORT = _STATEMENT.replace(b"camt.053", b"camt.052").replace(
    b"BkToCstmrStmt", b"BkToCstmrAcctRpt"
)
EXAMPLES: Final[Mapping[FormatId, tuple[bytes, ...]]] = {
    FormatId.EDIFACT: ((ROOT / "docs/formats/examples/cad.edi").read_bytes(),),
    FormatId.XML: ((ROOT / "docs/formats/examples/cad.xml").read_bytes(),),
    FormatId.CAMT_052: (_REPORT,),
    FormatId.CAMT_053: (_STATEMENT,),
    FormatId.CAMT_054: tuple(
        (ROOT / "tests/golden/camt054" / name / "input.xml").read_bytes()
        for name in ("v02_two_payments_in_an_entry", "v08")
    ),
    FormatId.X12_820: ((ROOT / "tests/golden/x12_820/three_orders/input.x12").read_bytes(),),
    FormatId.BAI2: ((ROOT / "tests/golden/bai2/two_accounts/input.bai2").read_bytes(),),
    FormatId.AFT_005: ((ROOT / "tests/golden/aft_005/credits_and_returns/input.aft").read_bytes(),),
    FormatId.CARD_SETTLEMENT: (
        (ROOT / "tests/golden/card_settlement/payments_and_a_chargeback/input.csv").read_bytes(),
    ),
    FormatId.OPENING: ((ROOT / "tests/golden/opening/two_accounts/input.csv").read_bytes(),),
    FormatId.RECEIPT: (
        (ROOT / "docs/formats/examples/receipt.xml").read_bytes(),
        (ROOT / "docs/formats/examples/receipt.json").read_bytes(),
    ),
    FormatId.REFERENCE: (
        _DELIVERY.replace(b"holiday\n", b"holiday").replace(b">\n<", b"><"),
        b"#carmhub-reference table=holiday delivery=whole reference=H-1 sender=TARIFFDESK\n",
        b'{"ReferenceTable": "holiday", "Sender": "TARIFFDESK"}',
    ),
}
TABLES: Final[Mapping[str, list[FormatId]]] = {
    "parsers/formats.py FORMATS": [row.id for row in FORMATS],
    "mappers/intake/senders.py KINDS_THAT_MAY_SEND": list(KINDS_THAT_MAY_SEND),
    "notices/answer_forms.py ANSWERS": list(ANSWERS),
    "tests/test_formats.py EXAMPLES": list(EXAMPLES),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("table", TABLES)
def test_every_format_has_its_row(table: str):
    """No table of formats lacks one, has one twice, or has another."""
    assert sorted(TABLES[table]) == sorted(FormatId), table


@pytest.mark.parametrize("format_id", FormatId)
def test_a_file_is_of_one_format_only(tmp_path: Path, format_id: FormatId):
    """Whatever the order of the rows, one of them recognises a file, by its content."""
    for content in EXAMPLES[format_id]:
        opening = opening_of(written(tmp_path, b"\xef\xbb\xbf" + content))
        assert [row.id for row in FORMATS if row.recognise(opening)] == [format_id]


@pytest.mark.parametrize("format_id", FormatId)
def test_the_reader_names_the_format_of_its_row(tmp_path: Path, format_id: FormatId):
    """An interchange bears the id of the row that read it, as the book keeps it."""
    for content in EXAMPLES[format_id]:
        path = written(tmp_path, content)
        for tables in read_file(path, recipient="CARMHUB", limits=LIMITS):
            assert set(tables.interchanges["format"]) == {format_id.value}


@pytest.mark.parametrize("format_id", FormatId)
def test_the_sender_stands_where_the_row_says(tmp_path: Path, format_id: FormatId):
    """The sender of an interchange is what the element says that the row of its format names."""
    path = written(tmp_path, EXAMPLES[format_id][0])
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    interchange, *_ = tables.interchanges.to_dict("records")
    names = ROWS[format_id].sender
    if format_id is FormatId.EDIFACT:
        element, component = PLACES["UNB", names[0]]
        (header,) = read_headers(path, [interchange["byte_from"]]).values()
        told = header[element][component - 1]
    elif format_id is FormatId.X12_820:
        told = path.read_text("latin-1").split("*")[int(names[0][-2:])].strip()
    elif format_id is FormatId.BAI2:
        told = path.read_text("latin-1").split(",")[int(names[0][-1])]
    elif format_id in {FormatId.CARD_SETTLEMENT, FormatId.OPENING}:
        told = path.read_text("utf-8").split(f"{names[0]}=")[1].split()[0]
    elif format_id is FormatId.AFT_005:
        told = path.read_text("utf-8")[10:20].strip()
    else:
        told = next(e.text for n in names for e in etree.parse(path).iter(f"{{*}}{n}"))
    assert told and told == interchange["sender"]


def test_what_partners_agree_on_is_read():
    """Every type of message in a partner's profile is accepted in one of the formats."""
    accepted = {name for row in FORMATS for name in row.messages}
    profiles = partners(ROOT / "config")["messages"].str.split().explode()
    assert {*PROFILE["messages"], *profiles} <= accepted


@pytest.mark.parametrize(("content", "places"), [
    (b"", TextPlaces), (b"PK\x03\x04+'", TextPlaces), (b"ISA*00*", TextPlaces),
    (b"<html/>", XmlPlaces), (b"<!DOCTYPE a><b/>", XmlPlaces), ("<a/>".encode("utf-16"), XmlPlaces),
    (EXAMPLES[FormatId.EDIFACT][0], EdifactPlaces), (EXAMPLES[FormatId.XML][0], XmlPlaces),
    (EXAMPLES[FormatId.CAMT_054][0], XmlPlaces), (EXAMPLES[FormatId.REFERENCE][0], XmlPlaces),
    (EXAMPLES[FormatId.REFERENCE][1], TextPlaces), (EXAMPLES[FormatId.REFERENCE][2], TextPlaces),
])  # fmt: skip
def test_places_are_looked_for_in_the_syntax_of_the_file(tmp_path: Path, content: bytes, places):
    """A file is searched as what it is: of no format, as a document or as plain text."""
    assert places_of(opening_of(written(tmp_path, content))) is places


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf \n", b"ISA*00*", b"<html/>", b"<html"])
def test_a_file_of_no_format_has_no_interchange(tmp_path: Path, content: bytes):
    """What is of no format has findings of the file, and nothing to be answered by a format."""
    path = written(tmp_path, content)
    assert recognised(opening_of(path)) is None
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    assert tables.interchanges.empty and tables.messages.empty and len(tables.findings) == 1
