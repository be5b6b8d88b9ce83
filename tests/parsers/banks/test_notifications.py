"""A bank's notification: which entries are payments, under which keys, and what contradicts."""

from pathlib import Path

import pandas as pd
import pytest

from tests import made
from tests.parsers.test_two_ways import everything

BN15 = "563448984RM0001"
ENTRY = (
    "<Ntry>{names}<Amt Ccy='CAD'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>{dates}"
    "{bank}{more}<NtryDtls>{batch}{details}</NtryDtls></Ntry>"
)
DETAIL = (
    "<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>{amount}"
    f"<RmtInf><Ustrd>{BN15}</Ustrd></RmtInf></TxDtls>"
)
DATES = "<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>"


def detail(amount: str = "", end: str = "E") -> str:
    told = f"<Amt Ccy='CAD'>{amount}</Amt>" if amount else ""
    return DETAIL.format(end=end, amount=told)


def entry(  # noqa: PLR0917 - the parts of one entry
    amount: str = "120.00",
    bank: str = "",
    number: str = "",
    details: str | None = None,
    dates: str = DATES,
    batch: str = "",
    more: str = "",
) -> str:
    return ENTRY.format(
        names=f"<NtryRef>{number}</NtryRef>" if number else "",
        amount=amount,
        dates=dates,
        bank=f"<AcctSvcrRef>{bank}</AcctSvcrRef>" if bank else "",
        more=more,
        batch=batch,
        details=detail(amount, f"E{number}") if details is None else details,
    )


def notification(*entries: str, summary: str = "", version: str = "02", message: str = "M1") -> str:
    return document(f"<Ntfctn><Id>N1</Id>{summary}{''.join(entries)}</Ntfctn>", version, message)


def document(inside: str, version: str = "02", message: str = "M1") -> str:
    return (
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}'>"
        f"<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>{message}</MsgId></GrpHdr>{inside}"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    )


def read(folder: Path, content: str) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_text(content, encoding="utf-8")
    return everything(path)


def codes(folder: Path, content: str) -> list[str]:
    return read(folder, content)["findings"]["code"].tolist()


def keys(folder: Path, content: str) -> list[str]:
    return read(folder, content)["payments"]["entry_reference"].tolist()


@pytest.mark.parametrize(
    "reference",
    ["NOTPROVIDED", "NONREF", "NotProvided", "NOT PROVIDED", "N/A", "000000", "-", "M1", "N1"],
)
def test_a_placeholder_is_no_key(tmp_path: Path, reference: str):
    """Entries under a placeholder, or under the reference of the message, are two payments."""
    content = notification(entry(bank=reference, number="1"), entry(bank=reference, number="2"))
    assert keys(tmp_path, content) == ["M1/1", "M1/2"]
    assert keys(tmp_path, notification(*[entry(bank=reference)] * 2)) == ["M1#1", "M1#2"]


def test_a_reference_that_all_bear_is_no_key(tmp_path: Path):
    """A reference of different entries names none of them; an entry that comes twice is one."""
    content = notification(*(entry(bank="DEPOSIT", number=str(number)) for number in (1, 2, 3)))
    assert keys(tmp_path, content) == ["M1/1", "M1/2", "M1/3"]
    twice = notification(entry(bank="B1", number="1"), entry(bank="B1", number="1"))
    assert keys(tmp_path, twice) == ["B1", "B1"]


def test_a_number_is_an_entrys_in_its_notification(tmp_path: Path):
    """Two notifications of one message may number their entries alike."""
    one = f"<Ntfctn><Id>A</Id>{entry(number='1')}</Ntfctn>"
    other = one.replace("<Id>A<", "<Id>B<")
    assert keys(tmp_path, document(one + other)) == ["M1/1", "M1.2/1"]
    assert keys(tmp_path, notification(*[entry(number="1")] * 2)) == ["M1/1", "M1/1"]


@pytest.mark.parametrize(
    ("details", "batch", "more", "found"),
    [
        (detail("15.00"), "", "", ["PAY-007"]),
        (detail("120.00"), "", "", []),
        (detail(), "", "", []),
        (detail("121.50"), "", "<Chrgs><Rcrd><Amt Ccy='CAD'>1.50</Amt></Rcrd></Chrgs>", []),
        (detail("121.50"), "", "<Chrgs><Amt Ccy='CAD'>1.00</Amt></Chrgs>", ["PAY-007"]),
        (detail("100.00") + detail("20.00"), "", "", []),
        (detail("100.00") + detail("20.01"), "", "", ["PAY-007"]),
        (detail("100.00") + detail(), "", "", ["PAY-007"]),
        (detail("120.00"), "<Btch><NbOfTxs>2</NbOfTxs></Btch>", "", ["PAY-009"]),
        (detail("120.00"), "<Btch><NbOfTxs>01</NbOfTxs></Btch>", "", []),
        (detail("120.00"), "<Btch><NbOfTxs>" + "1" * 5000 + "</NbOfTxs></Btch>", "", ["PAY-009"]),
        (detail("120.00"), "<Btch><TtlAmt Ccy='CAD'>119.99</TtlAmt></Btch>", "", ["PAY-007"]),
        (detail("120.00"), "<Btch><TtlAmt Ccy='CAD'>+120</TtlAmt></Btch>", "", []),
        ("", "<Btch><TtlAmt Ccy='CAD'>120.01</TtlAmt></Btch>", "", ["PAY-007"]),
        ("", "<Btch><NbOfTxs>9</NbOfTxs></Btch>", "", ["PAY-001"]),
    ],
)
def test_an_entry_and_its_details(tmp_path: Path, details, batch, more, found):
    """Amounts and counts of an entry are those of its details, charges that are told apart."""
    content = notification(entry(bank="B1", details=details, batch=batch, more=more))
    assert codes(tmp_path, content) == found
    posted = [code for code in found if code != "PAY-001"] == []
    assert len(read(tmp_path, content)["payments"]) == posted * max(details.count("<TxDtls>"), 1)


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>240.00</Sum></TtlNtries>", []),
        ("<TtlNtries><NbOfNtries>002</NbOfNtries><Sum>240</Sum></TtlNtries>", []),
        ("<TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>", ["PAY-010"]),
        ("<TtlNtries><Sum>240.01</Sum></TtlNtries>", ["PAY-010"]),
        ("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1</Sum></TtlCdtNtries>", ["PAY-010"] * 2),
        ("<TtlDbtNtries><NbOfNtries>0</NbOfNtries></TtlDbtNtries>", []),
        ("<TtlNtries><NbOfNtries>" + "9" * 5000 + "</NbOfNtries></TtlNtries>", ["PAY-010"]),
    ],
)
def test_the_totals_of_a_notification(tmp_path: Path, summary: str, found: list[str]):
    """Counts and sums of a notification are those of its entries, or nothing of it is posted."""
    whole = f"<TxsSummry>{summary}</TxsSummry>"
    content = notification(entry(bank="B1"), entry(bank="B2"), summary=whole)
    findings = read(tmp_path, content)["findings"]
    assert findings["code"].tolist() == found and findings["message"].isna().all()
    page = "<NtfctnPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></NtfctnPgntn>"
    paged = notification(entry(bank="B1"), entry(bank="B2"), summary=page + whole)
    assert codes(tmp_path, paged) == []


@pytest.mark.parametrize(
    ("dates", "found", "day"),
    [
        (DATES, [], "2026-11-20"),
        ("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", ["PAY-008"], "2026-11-20"),
        ("<BookgDt><DtTm>2026-11-20T23:59:59-05:00</DtTm></BookgDt>", ["PAY-008"], "2026-11-20"),
        ("<ValDt><DtTm>2026-11-19T10:00:00.5Z</DtTm></ValDt>", [], "2026-11-19"),
        ("<ValDt><Dt>2026-11-19Z</Dt></ValDt>", [], "2026-11-19"),
        ("<ValDt><Dt>2026-11-19x</Dt></ValDt>", ["PAY-006"], None),
        (
            "<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-02-30</Dt></ValDt>",
            ["PAY-006"],
            None,
        ),
        ("", ["PAY-006"], None),
    ],
)
def test_the_day_of_a_payment(tmp_path: Path, dates: str, found: list[str], day: str | None):
    """The value date, or the booking date, marked as derived; a wrong one is not replaced."""
    payments = read(tmp_path, notification(entry(bank="B1", dates=dates)))
    assert payments["findings"]["code"].tolist() == found
    assert [str(each.date()) for each in payments["payments"]["value_on"]] == [day] * bool(day)


@pytest.mark.parametrize(
    ("version", "known"),
    [("02", True), ("08", True), ("13", True), ("8x", False), ("8", False), ("01", False),
     ("080", False), ("08 ", False), ("", False), ("99", False)],
)  # fmt: skip
def test_a_version_is_known_exactly(tmp_path: Path, version: str, known):
    """A name space that no version has is no notification, and is named."""
    found = read(tmp_path, notification(entry(bank="B1"), version=version))["findings"]
    assert found["code"].tolist() == ([] if known else ["FILE-002"])
    assert known or f"camt.054.001.{version}" in found["value"][0]


def test_findings_of_entries_carry_their_places(tmp_path: Path):
    """Of many entries and details, each finding has the path of its own."""
    two = detail("100.00") + detail("20.00").replace(BN15, "?")
    content = notification(entry(bank="B1"), entry(bank="B2", details=two))
    found = read(tmp_path, content)["findings"]
    assert found[["code", "segment"]].to_numpy().tolist() == [
        ["PAY-001", "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn[1]/Ntry[2]/NtryDtls/TxDtls[2]"]
    ]


def test_the_longest_references_are_a_key(tmp_path: Path):
    """A message and a number of 35 characters each name an entry."""
    content = notification(entry(number="N" * 35), message="M" * 35)
    assert keys(tmp_path, content) == ["M" * 35 + "/" + "N" * 35]


def test_a_notification_of_ours_is_read(tmp_path: Path):
    """What the demonstration's bank sends is read as it is."""
    content = made.payments([(BN15, "1.00"), (BN15, "2.00")]).decode()
    assert keys(tmp_path, content) == ["B0001", "B0002"]


@pytest.mark.parametrize(
    "twice",
    [
        "<Amt Ccy='CAD'>5.00</Amt>",
        "<CdtDbtInd>DBIT</CdtDbtInd>",
        "<Sts>PDNG</Sts>",
        "<BookgDt><Dt>2026-11-21</Dt></BookgDt>",
        "<ValDt><Dt>2026-11-21</Dt></ValDt>",
        "<AcctSvcrRef>B2</AcctSvcrRef>",
        "<NtryRef>2</NtryRef>",
    ],
)
def test_of_two_values_nobody_knows_which_holds(tmp_path: Path, twice: str):
    """What an entry says once and says twice is no payment, whatever the second says."""
    content = notification(entry(bank="B1", number="1", more=twice))
    found = read(tmp_path, content)
    assert found["findings"]["code"].tolist() == ["PAY-006"] and found["payments"].empty


def test_of_two_values_of_a_detail_nobody_knows_which_holds(tmp_path: Path):
    """A detail with two amounts is none of either, and neither is a date that is two."""
    two = "<Amt Ccy='CAD'>120.00</Amt>" * 2
    content = notification(entry(bank="B1", details=DETAIL.format(end="E", amount=two)))
    assert codes(tmp_path, content) == ["PAY-006"]
    dates = DATES.replace("</Dt></ValDt>", "</Dt><Dt>2027-01-01</Dt></ValDt>")
    assert codes(tmp_path, notification(entry(bank="B1", dates=dates))) == ["PAY-006"]


@pytest.mark.parametrize("told", ["true", "1", " true ", "TRUE", "yes", "<!-- -->true"])
def test_a_reversal_is_no_payment_however_it_is_written(tmp_path: Path, told: str):
    """Only what says that it is none is none: false, 0, or nothing."""
    content = notification(entry(bank="B1", more=f"<RvslInd>{told}</RvslInd>"))
    assert codes(tmp_path, content) == ["PAY-013"]
    for none in ("false", "0", ""):
        content = notification(entry(bank="B1", more=f"<RvslInd>{none}</RvslInd>"))
        assert len(read(tmp_path, content)["payments"]) == 1


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("1<!-- -->2.50", [1250]), ("1<?x y?>2.50", [1250]), ("<![CDATA[12.50]]>", [1250])],
)
def test_what_is_no_content_parts_no_amount(tmp_path: Path, amount: str, cents: list[int]):
    """Comments, processing instructions and CDATA are not there; an element within is no amount."""
    content = notification(entry(amount=amount, bank="B1"))
    assert read(tmp_path, content)["payments"]["amount_cents"].tolist() == cents
    content = notification(entry(amount="1<b/>2.50", bank="B1"))
    assert read(tmp_path, content)["payments"].empty
