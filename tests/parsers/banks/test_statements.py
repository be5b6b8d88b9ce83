"""A bank's statement: balances, directions, pages, accounts; and what others met in theirs."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from parsers.formats import Limits, read_file
from tests.parsers.banks.test_notifications import BN15, entry
from tests.parsers.test_readers import table

LIMITS = Limits(max_file_bytes=1 << 24, max_segment_bytes=1 << 16)
DEBIT = entry("20.00", bank="D1").replace("CRDT", "DBIT")


def balance(code: str, amount: str, direction: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='CAD'>{amount}</Amt>"
        f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"
    )


def stated(*parts: str, account: str = "1", name: str = "S1") -> str:
    number = f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>"
    return f"<Stmt><Id>{name}</Id>{number}{''.join(parts)}</Stmt>"


def document(*statements: str, version: str = "08", prefix: str = "") -> str:
    whole = (
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}'><BkToCstmrStmt>"
        f"<GrpHdr><MsgId>M1</MsgId></GrpHdr>{''.join(statements)}</BkToCstmrStmt></Document>"
    )
    if not prefix:
        return whole
    for sign in ("</", "<"):
        whole = whole.replace(sign, f"{sign}{prefix}:")
    return whole.replace(f"<{prefix}:/{prefix}:", f"</{prefix}:").replace(
        "xmlns=", f"xmlns:{prefix}="
    )


def read(folder: Path, content: str) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_text(content, encoding="utf-8")
    batches = list(read_file(path, recipient="X", limits=LIMITS))
    return {name: table(batches, name) for name in ("interchanges", "payments", "findings")}


def codes(folder: Path, *statements: str) -> list[str]:
    return read(folder, document(*statements))["findings"]["code"].tolist()


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((balance("OPBD", "100"), balance("CLBD", "220"), entry(bank="B")), []),
        ((balance("PRCD", "100"), balance("CLBD", "220"), entry(bank="B")), []),
        ((balance("OPBD", "100"), balance("CLBD", "219.99"), entry(bank="B")), ["PAY-011"]),
        ((balance("OPBD", "100"), balance("CLBD", "80"), DEBIT), ["PAY-005"]),
        ((balance("OPBD", "10"), balance("CLBD", "10", "DBIT"), DEBIT), ["PAY-005"]),
        ((balance("OPBD", "10", "DBIT"), balance("CLBD", "110"), entry(bank="B")), []),
        ((balance("OPBD", "100"), balance("CLAV", "1"), balance("CLBD", "220"), entry(bank="B")),
         []),
        ((balance("OPBD", "100"), balance("ITBD", "220"), entry(bank="B")), []),
        ((balance("ITBD", "100"), balance("CLBD", "221"), entry(bank="B")), ["PAY-011"]),
        ((balance("ITBD", "100"), balance("ITBD", "220"), entry(bank="B")), []),
        ((balance("ITBD", "100"), entry(bank="B")), []),
        ((balance("OPBD", "100"), balance("CLBD", "x"), entry(bank="B")), []),
        ((entry(bank="B"),), []),
    ],
)  # fmt: skip
def test_balances_tie(tmp_path: Path, parts: tuple[str, ...], found: list[str]):
    """Opening and booked entries are the closing balance, of a page too; what may be drawn is not.

    Debits count with their sign, also where they are no payments.
    """
    assert codes(tmp_path, stated(*parts)) == found


def test_what_is_not_booked_counts_in_no_balance(tmp_path: Path):
    """PDNG and INFO post nothing and move nothing; the booked neighbour posts."""
    waiting = [
        entry(bank=f"P{n}").replace("BOOK", status) for n, status in enumerate(("PDNG", "INFO"))
    ]
    whole = document(
        stated(balance("OPBD", "0"), balance("CLBD", "120"), *waiting, entry(bank="B"))
    )  # fmt: skip
    found = read(tmp_path, whole)
    assert found["findings"]["code"].tolist() == ["PAY-012", "PAY-012"]
    assert found["payments"]["entry_reference"].tolist() == ["B"]


def test_a_reversal_keeps_the_direction_it_is_given(tmp_path: Path):
    """RvslInd turns nothing: the balances tie by CdtDbtInd alone; a credit that is one waits."""
    taken_back = DEBIT.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
    tied = stated(balance("OPBD", "100"), balance("CLBD", "80"), taken_back)
    assert codes(tmp_path, tied) == []
    turned = stated(balance("OPBD", "100"), balance("CLBD", "120"), taken_back)
    assert codes(tmp_path, turned) == ["PAY-011"]
    of_a_debit = stated(taken_back.replace("DBIT", "CRDT"))
    assert codes(tmp_path, of_a_debit) == ["PAY-013"]


def test_a_return_is_a_payment_below_zero(tmp_path: Path):
    """A debit with return information says what the payment said; several in one wait."""
    returned = DEBIT.replace("<RmtInf>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf>")
    found = read(tmp_path, document(stated(returned)))
    assert found["findings"].empty
    columns = ["kind", "amount_cents", "entry_cents", "plain_reference"]
    assert found["payments"][columns].to_numpy().tolist() == [["return", -2000, -2000, "E"]]
    start, end = returned.index("<TxDtls>"), returned.index("</TxDtls>") + len("</TxDtls>")
    several = returned[:end] + returned[start:end] + returned[end:]
    assert codes(tmp_path, stated(several)) == ["PAY-013"]


def test_the_next_opens_where_the_last_closed(tmp_path: Path):
    """Statements of one account follow each other; those of others have nothing to do with it."""
    first = stated(balance("OPBD", "0"), balance("CLBD", "120"), entry(bank="B1"), name="A")
    second = stated(balance("OPBD", "7"), balance("CLBD", "127"), entry(bank="B2"), name="B")
    assert codes(tmp_path, first, second) == ["PAY-014"]
    other = second.replace("<Id>1<", "<Id>2<")
    assert codes(tmp_path, first, other) == []


def test_each_statement_is_an_interchange_of_its_own(tmp_path: Path):
    """Of several, the one that does not add up falls alone, and each names its account."""
    wrong = stated(balance("OPBD", "0"), balance("CLBD", "1"), entry(bank="B1"), account="CA-1")
    right = stated(entry(bank="B2"), account="CA 2")
    found = read(tmp_path, document(wrong, right))
    assert found["interchanges"]["reference"].tolist() == ["M1", "M1.2"]
    assert found["payments"]["bank_account"].tolist() == ["CA1", "CA2"]
    (finding,) = found["findings"].to_dict("records")
    assert (finding["code"], finding["interchange"]) == ("PAY-011", 0)


def test_a_statement_that_is_cut_falls_alone(tmp_path: Path):
    """What was told whole before the cut stands; of what was cut nothing is posted."""
    whole = document(stated(entry(bank="B1")), stated(entry(bank="B2"), entry(bank="B3")))
    found = read(tmp_path, whole[: whole.index("B3")])["findings"]
    assert found[["code", "interchange"]].to_numpy().tolist() == [["XML-018", 1]]


def test_prefixes_are_no_part_of_a_name(tmp_path: Path):
    """The name space counts, not what stands for it."""
    found = read(tmp_path, document(stated(entry(bank="B1")), prefix="ns2"))
    assert found["payments"]["bn15"].tolist() == [BN15] and found["findings"].empty


@pytest.mark.parametrize(("version", "known"), [("01", False), ("02", True), ("13", True)])
def test_versions(tmp_path: Path, version: str, known):
    """02 to 13 are read, by their exact names."""
    found = read(tmp_path, document(stated(entry(bank="B1")), version=version))
    assert found["findings"]["code"].tolist() == ([] if known else ["FILE-002"])


def test_a_report_of_the_day_is_refused(tmp_path: Path):
    """camt.052 is neither empty nor a success: it is told what it is, with its sender."""
    content = document(stated(entry(bank="B1")))
    for before, after in (("053", "052"), ("BkToCstmrStmt", "BkToCstmrAcctRpt"), ("Stmt", "Rpt")):
        content = content.replace(before, after)
    found = read(tmp_path, content.replace("CstmrRpt", "CstmrAcctRpt"))
    assert found["findings"]["code"].tolist() == ["PAY-015"] and found["payments"].empty
    assert found["interchanges"]["reference"].tolist() == ["M1"]


def test_a_day_with_an_offset_is_the_day_that_is_written(tmp_path: Path):
    """DtTm 00:30+02:00 is of the day that the bank wrote, not of the day before in Toronto."""
    at = entry(bank="B1", dates="<BookgDt><DtTm>2026-11-20T00:30:00+02:00</DtTm></BookgDt>")
    paid = read(tmp_path, document(stated(at)))["payments"]
    assert [str(day.date()) for day in paid["booked_on"]] == ["2026-11-20"]


def test_an_entry_and_its_details_are_two_payments(tmp_path: Path):
    """One entry of 429.56 with details of 329.56 and 100.00 is those two, whatever they share."""
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>SAME</EndToEndId></Refs><Amt Ccy='CAD'>{amount}</Amt>"
        f"<RmtInf><Ustrd>{BN15}</Ustrd></RmtInf></TxDtls>"
        for amount in ("329.56", "100.00")
    )
    paid = read(tmp_path, document(stated(entry("429.56", details=details))))["payments"]
    assert paid["amount_cents"].tolist() == [32956, 10000]
    assert paid["part"].tolist() == [1, 2] and paid["entry_cents"].tolist() == [42956, 42956]


def test_remittance_of_several_kinds_is_all_looked_at(tmp_path: Path):
    """Unstructured and several structured parts together: the account is found in any."""
    told = (
        "<RmtInf><Ustrd>thanks</Ustrd><Strd><CdtrRefInf><Ref>X</Ref></CdtrRefInf></Strd>"
        f"<Strd><CdtrRefInf><Ref>{BN15}</Ref></CdtrRefInf></Strd></RmtInf>"
    )
    paid = read(tmp_path, document(stated(entry(details=f"<TxDtls>{told}</TxDtls>"))))["payments"]
    assert paid["bn15"].tolist() == [BN15]


PUBLISHED = 6
"""Entries that are booked to the account's credit in the public samples, with a date."""


def test_what_others_published_is_read_as_they_say(corpora: Path, tmp_path: Path):
    """Each payment of the public samples has the amount, direction and day that was published.

    Their money is made Canadian first; what is booked to the account's credit is a payment.
    """
    folder = corpora / "genkgo+camt" / "test" / "data"
    count = 0
    for path in sorted(folder.glob("camt05[34]*.json")):
        published = json.loads(path.read_text(encoding="utf-8"))["getEntries"]
        content = re.sub(
            r'Ccy="[A-Z]{3}"', 'Ccy="CAD"', path.with_suffix(".xml").read_text("utf-8")
        )
        if content.count("</Ntry>") != len(published):
            continue  # of several statements the last alone was published
        paid = read(tmp_path, content)["payments"]
        for message, rows in paid.groupby("message"):
            said, row = published[message], rows.iloc[0]
            amount = int(said["getAmount"]["getAmount"])
            assert said["getCreditDebitIndicator"] == "CRDT", (path.name, message)
            assert (rows["amount_cents"].sum(), row["entry_cents"]) == (amount, amount)
            assert said["getBookingDate"]["0"][:10] == str(row["booked_on"].date())
            count += 1
    assert count == PUBLISHED
