"""Any bytes end in findings, within bounds of memory."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from parsers.edifact.syntax.blocks import read_segments
from parsers.edifact.syntax.segments import Segment, Separators
from parsers.edifact.syntax.writer import write_segment
from parsers.formats import Limits, read_file
from parsers.xml.declaration_fields import NAMESPACE
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
UNB = b"UNB+UNOC:4+A+CARMHUB+20261120:0730+R'"
UNH = b"UNH+1+CUSDEC:D:13B:UN'"
XML = f"<DeclarationBatch xmlns='{NAMESPACE}'>".encode()
MANY: dict[str, Callable[[int], bytes]] = {
    "EDIFACT": lambda count: UNB + (UNH + b"UNT+2+1'") * count,
    "XML": lambda count: XML + b"<Declaration/>" * count + b"</DeclarationBatch>",
    "camt.053": lambda count: (
        made.payments([("123456789RM0001", "1.00")] * count)
        .replace(b"camt.054", b"camt.053")
        .replace(b"BkToCstmrDbtCdtNtfctn", b"BkToCstmrStmt")
        .replace(b"Ntfctn>", b"Stmt>")
    ),
    "camt.054": lambda count: made.payments([("123456789RM0001", "1.00")] * count),
}
"""Files of many messages, by format."""
SIZE = 1_000_000
MEMORY = 150_000_000
PEAK_MB = 256
"""Highest memory of a process that reads anything: the modules alone take a hundred."""

FRAGMENTS = [
    b"UNA:+.? '", b"UNA|*,! ~", b"UNA''''''", b"UNA      ", UNB, b"UNB+UNOY:4+", b"UNB+UNOX:4+A+B'",
    b"UNG+CUSDEC+A+B+1:1+G+UN+D:13B'", b"UNE+1+G'", UNH, b"UNH+1+ORDERS:D:96A:UN'", b"UNT+2+1'",
    b"UNZ+1+R'", b"UIB+UNOA:4'", b"UNS+D'", b"CST+1+6109100000:CLASS:96'", b"BGM+929+1:1+9'",
    b"DTM+204:20269999:102'", b"MOA+161:1e9:CAD'", b"?", b"'", b"+", b":", b"*", b"~", b"|",
    b"\x00", b"\x1a", b"\r\n", b"\x1d", b"\x1c", b"\xff\xfe", b"\xc3", b"99999999999999999999",
    b"ISA*00*          *00*          *01*NORTCATT       *ZZ*CARMHUB        *261120*1800*U*00401"
    b"*000000001*0*P*:~", b"GS*RA*A*B*20261120*1800*1*X*004010~", b"ST*820*0001~", b"BPR*C*",
    b"BPR*C*1.00*C************X*20261120~", b"TRN*1*T~", b"RMR*IV*563448984RM0001**-1~", b"ADX*9~",
    b"SE*5*0001~", b"GE*1*1~", b"IEA*1*000000001~", b"~",
    b"A000000001NORTCATT  0001026324" + b" " * 25 + b"CAD", b"C000000002NORTCATT  0001",
    b"Z000000003NORTCATT  0001" + b"0" * 88, b"U000000001NORTCATT  0001",
    b" " * 1406, b"4500000005000",
    b"#carmhub-card-settlement sender=A reference=R account=1 currency=CAD ",
    b"deposited_on=2026-11-20 net=1.00 rows=1\n",
    b"kind,method,reference,original_reference,program_account,paid_at,amount,payer\n",
    b"payment,card,P1,,563448984RM0001,2026-11-20,1.00,\n", b"fee,,F1,,,,-1.00,\n",
    b"#carmhub-opening sender=A reference=R as_of=2026-11-19 currency=CAD rows=1 duty=1.00 sima=0 ",
    b"surtax=0 excise=0 gst=0 penalty=0 interest_specified=0 interest_prescribed=0 payments=0\n",
    b"kind,program_account,reference,tag,effective_on,due_on,amount,interest_specified,",
    b"interest_prescribed\n", b"declaration,563448984RM0001,D1,,2026-10-20,2026-12-18,1.00,,\n",
    b"payment,563448984RM0001,P1,,2026-10-20,2026-12-18,-1.00,1,\n",
    b'{"ManualReceipt": {', b'"Sender": "A", ', b'"Amount": 1.00, ', b'"ReceiptNumber": "-", ',
    b'"Payer": null}}', b"<ManualReceipt xmlns='urn:carm-hub:receipt:1'>", b"<Amount>1</Amount>",
    b"<Payer><Name/></Payer>", b"</ManualReceipt>",
    b"<", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE a>", XML, b"<Declaration>",
    b"</Declaration>", b"<![CDATA[", b"&a;", b"</DeclarationBatch>",
]  # fmt: skip


def codes(path: Path, limits: Limits = LIMITS) -> set[str]:
    """Read a file and return the codes found."""
    return {
        code
        for batch in read_file(path, recipient="CARMHUB", limits=limits)
        for code in batch.findings["code"]
    }


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=30)), max_size=40))
def test_any_bytes_end_in_findings(tmp_path_factory, fragments: list[bytes]):
    """Whatever is put together, reading ends, finds something, and raises nothing."""
    path = tmp_path_factory.mktemp("fuzz") / "file"
    path.write_bytes(b"".join(fragments))
    assert codes(path)


@pytest.mark.parametrize(
    "content",
    [
        UNB + b"'" * SIZE,
        UNB + b"?" * SIZE,
        UNB + b"?'" * (SIZE // 2),
        UNB + b"+" * SIZE,
        UNB + b"\x00" * SIZE,
        UNB + b" " * SIZE,
        UNB + b"\n" * SIZE,
        UNB + b"UNH'" * (SIZE // 4),
        UNB + UNH + b"A'" * (SIZE // 2) + b"UNT+1+1'",
        UNB + UNH + b"FTX+AAA+++X'" * (SIZE // 12),
        b"UNB'" * (SIZE // 4),
        UNB + b"UNA:+.? '" * (SIZE // 9),
        UNB + (b"A+" + b"?+" * 30_000 + b"'") * (SIZE // 60_000),
        bytes(range(256)) * (SIZE // 256),
        XML + b"<a>" * SIZE,
        XML + b"<!--" * (SIZE // 4),
        XML + b"<Declaration>" + b"<a/>" * (SIZE // 4) + b"</Declaration></DeclarationBatch>",
        XML + b"<Declaration " + b" ".join(b"a%d=''" % n for n in range(SIZE // 12)) + b"/>",
    ],
    ids=lambda content: repr(content[30:60])[2:-1],
)
def test_hostile_files_end_in_findings_within_memory(tmp_path: Path, content: bytes):
    """A megabyte of anything takes no more memory than a block and its findings."""
    path = tmp_path / "file"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        assert codes(path, replace(LIMITS, max_findings=5_000))
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [UNB + b"UNH'" * 20_000, b"UNB'" * 20_000, XML + b"<Declaration/>" * 2_000],
    ids=["messages", "interchanges", "declarations"],
)
def test_too_many_findings_stop_the_reading(tmp_path: Path, content: bytes):
    """A file of faults is read no further than its bound, and told so once."""
    path = tmp_path / "file"
    path.write_bytes(content)
    limits = replace(LIMITS, max_findings=1_000, max_interchanges=1_000_000)
    batches = list(read_file(path, recipient="CARMHUB", limits=limits))
    found = [code for batch in batches for code in batch.findings["code"]]
    assert found.count("FILE-009") == 1 and len(found) < 20_000
    assert sum(len(batch.interchanges) for batch in batches) >= 1


@pytest.mark.parametrize("count", [4, 5, 3_000])
@pytest.mark.parametrize("kind", ["EDIFACT", "XML", "camt.053", "camt.054"])
def test_too_many_messages_stop_the_reading(tmp_path: Path, kind: str, count: int):
    """As many as the bound are read; of more the file is told once, and its interchange refused."""
    path = tmp_path / "file"
    path.write_bytes(MANY[kind](count))
    batches = list(
        read_file(path, recipient="CARMHUB", limits=replace(LIMITS, max_messages=4, batch_lines=2))
    )
    found = [
        (code, interchange)
        for batch in batches
        for code, interchange in batch.findings[["code", "interchange"]].itertuples(index=False)
    ]
    assert found.count(("FILE-011", 0)) == (count > 4)
    assert sum(len(batch.messages) for batch in batches) <= 5


@pytest.mark.parametrize("count", [4, 5, 4_000])
def test_too_many_statements_stop_the_reading(tmp_path: Path, count: int):
    """As many statements as the bound are read, and the file is told that more came."""
    path = tmp_path / "file"
    start, end = MANY["camt.053"](1).split(b"<Stmt>")[0], b"</BkToCstmrStmt></Document>"
    path.write_bytes(start + b"<Stmt><Id>A</Id></Stmt>" * count + end)
    batches = list(read_file(path, recipient="CARMHUB", limits=replace(LIMITS, max_interchanges=4)))
    found = [code for batch in batches for code in batch.findings["code"]]
    assert found.count("FILE-010") == (count > 4)
    assert sum(len(batch.interchanges) for batch in batches) == 4


@pytest.mark.parametrize("count", [3, 4, 5, 4_000])
def test_too_many_interchanges_stop_the_reading(tmp_path: Path, count: int):
    """As many as the bound are read, right or not, and the file is told that more came."""
    path = tmp_path / "file"
    right = b"".join(UNB + b"UNZ+0+X'" for _ in range(count))
    for content in (right, b"UNB'" * count, UNB * count):
        path.write_bytes(content)
        limits = replace(LIMITS, max_interchanges=4)
        batches = list(read_file(path, recipient="CARMHUB", limits=limits))
        found = [code for batch in batches for code in batch.findings["code"]]
        assert found.count("FILE-010") == (count > 4)
        assert sum(len(batch.interchanges) for batch in batches) == min(count, 4)


def test_a_message_without_end_stops_the_reading(tmp_path: Path):
    """A message that is longer than the limit is a finding, and is not kept."""
    path = tmp_path / "file"
    path.write_bytes(UNB + UNH + b"FTX+AAA+++X'" * 500_000)
    assert "EDI-020" in codes(path, replace(LIMITS, max_message_bytes=2_000_000))


ONE = made.cad_xml([made.maker(1).declaration(lines=2)])
START, LINE, END = (
    ONE.index(b"<Declaration>"),
    ONE.index(b"</GovernmentAgencyGoodsItem>") + len(b"</GovernmentAgencyGoodsItem>"),
    ONE.index(b"</Declaration>") + len(b"</Declaration>"),
)
HEAD, DECLARATION, TAIL = ONE[:START], ONE[START:END], ONE[END:]
IDENTIFIED = ONE.index(b"<ID>") + len(b"<ID>")
CAMT = b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.08'><a><b><Ntfctn>"
CAMT_END = b"</Ntfctn></b></a></Document>"
REFERENCE = b"<ReferenceDelivery xmlns='urn:carm-hub:reference:1'>"
LARGE: dict[str, tuple[str, ...]] = {
    "between declarations": ("XML-007",),
    "a header again and again": ("XML-007", "XML-009"),
    "in a declaration without lines": ("XML-010",),
    "behind the lines": ("XML-010",),
    "in a header": ("XML-007", "XML-009"),
    "names": ("XML-007", "XML-009"),
    "attributes": ("XML-010",),
    "attributes of many": ("XML-009", "XML-017"),
    "blanks in values": (),
    "blanks in a value": ("XML-006",),
    "texts between": ("XML-007", "XML-009"),
    "lines of nothing": ("XML-008",),
    "a notification of nothing": ("VAL-001", "PAY-016"),
    "an entry of nothing": ("VAL-001", "XML-010"),
    "a delivery of nothing": ("REF-001",),
    "a message of nothing": ("EDI-106",),
    "a message without end": ("EDI-106",),
}


def large(name: str) -> bytes:
    """Return a well-formed document of some ten megabytes that wants memory of its reader."""
    nothing = b"<a/>"
    attributes = b" ".join(b"a%d=''" % n for n in range(SIZE))
    some = b" ".join(b"a%d=''" % n for n in range(20_000))
    contents = {
        "between declarations": lambda: (DECLARATION + nothing * (SIZE // 4)) * 7,
        "a header again and again": lambda: b"<BatchID>X</BatchID>" * SIZE,
        "in a declaration without lines": lambda: (
            b"<Declaration>" + nothing * (4 * SIZE) + b"</Declaration>"
        ),
        "behind the lines": lambda: ONE[START:LINE] + nothing * (4 * SIZE) + ONE[LINE:END],
        "in a header": lambda: b"<Note>" + nothing * (3 * SIZE) + b"</Note>",
        "names": lambda: b"".join(b"<a%d/>" % n for n in range(SIZE)),
        "attributes": lambda: b"<Declaration " + attributes + b"/>",
        "attributes of many": lambda: (b"<Declaration " + some + b"/>") * 60,
        "blanks in values": lambda: (
            (ONE[START:IDENTIFIED] + b" " * 200_000 + ONE[IDENTIFIED:END]) * 80
        ),
        "blanks in a value": lambda: (
            (ONE[START:IDENTIFIED] + b" " * 9_000_000 + ONE[IDENTIFIED:END]) * 3
        ),
        "texts between": lambda: (b"<a>" + b"x" * 9_000_000 + b"</a>") * 5,
        "lines of nothing": lambda: (
            ONE[START:LINE] + b"<GovernmentAgencyGoodsItem/>" * (SIZE // 3) + ONE[LINE:END]
        ),
    }
    if name in contents:
        return HEAD + contents[name]() + TAIL
    return {
        "a notification of nothing": lambda: CAMT + nothing * (3 * SIZE) + CAMT_END,
        "an entry of nothing": lambda: (
            CAMT + b"<Ntry>" + nothing * (3 * SIZE) + b"</Ntry>" + CAMT_END
        ),
        "a delivery of nothing": lambda: REFERENCE + nothing * (4 * SIZE) + b"</ReferenceDelivery>",
        "a message of nothing": lambda: UNB + UNH + b"A'" * (8 * SIZE) + b"UNT+2+1'UNZ+1+R'",
        "a message without end": lambda: UNB + UNH + b"CST+1'" * (3 * SIZE),
    }[name]()


@pytest.mark.parametrize("name", LARGE)
def test_large_documents_end_in_findings_within_memory(tmp_path: Path, name: str):
    """What a process takes of memory, libxml2's own included, does not grow with the document."""
    path = tmp_path / "file"
    path.write_bytes(large(name))
    program = [sys.executable, "-m", "tests.parsers.reading_peak", str(path)]
    done = subprocess.run(program, capture_output=True, check=True, text=True, cwd=ROOT)
    read = json.loads(done.stdout)
    assert set(LARGE[name]) <= set(read["codes"])
    assert read["peak_mb"] < PEAK_MB


def test_a_declaration_without_end_stops_the_reading(tmp_path: Path):
    """A declaration that is longer than the limit is a finding, and is not kept."""
    path = tmp_path / "file"
    path.write_bytes(XML + b"<Declaration>" + b"<a/>" * 500_000)
    assert "XML-006" in codes(path, replace(LIMITS, max_message_bytes=500_000))


def test_public_samples_are_read_to_the_last_segment(corpora: Path):
    """Every public EDIFACT sample is segments that write back as they were, or a finding."""
    samples = [
        path
        for path in sorted(corpora.rglob("*"))
        if path.suffix.lower() in {".edi", ".dat", ".txt", ".ped", ".lab"}
        and "cityssm" not in str(path)
        and path.is_file()
    ]
    assert len(samples) > 70
    read_whole = 0
    for path in samples:
        segments = 0
        separators = Separators()
        with path.open("rb") as stream:
            for event in read_segments(stream, max_segment_bytes=65536):
                if isinstance(event, Separators):
                    separators = event
                elif isinstance(event, Segment):
                    segments += 1
                    _writes_back(event, separators)
        assert codes(path), f"{path} is no declaration, yet nothing was found"
        read_whole += segments > 3
    assert read_whole > 45


def _writes_back(segment: Segment, separators: Separators) -> None:
    text = segment.raw.decode("latin-1")
    if separators.release in text or "\n" in text or "\r" in text:
        return  # may hold a needless release, or wrapping
    tag, *elements = segment.elements(separators, "latin-1")
    again = write_segment([tag[0] if len(tag[0]) > 1 else tag[0][0], *elements], separators)
    assert again == text + separators.terminator


PLACES = [b"UNA:+.? '", b"UNB", b"UNH", b"BGM", b"FTX+AAA", b"MOA+77", b"CST+1", b"UNT", b"UNZ"]


@pytest.mark.parametrize("control", [*range(32), *range(127, 160)], ids=hex)
def test_every_control_character_at_every_place(tmp_path: Path, control: int):
    """A control character in a tag, an element, a count or between is a finding, or padding."""
    right = made.cusdec([made.maker(3).declaration(lines=1)])
    byte = bytes([control])
    for place in PLACES:
        start = right.index(place)
        for at in (start, start + 1, start + len(place), start + len(place) + 1):
            path = tmp_path / "file"
            path.write_bytes(right[:at] + byte + right[at:])
            (batch,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
            texts = batch.findings[["segment", "element", "value", "expected"]].to_numpy().ravel()
            assert all(text is None or "\x00" not in text for text in texts)
            assert len(batch.findings) or byte in b"\r\n \t\x0c\x1a\x00"
