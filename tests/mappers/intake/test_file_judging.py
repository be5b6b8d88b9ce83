"""What ``check`` finds of a whole file: who sent it, and what it says twice."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from jobs.hub.settings import ROOT
from jobs.intake import check_files
from jobs.intake.snapshot import Snapshot, open_snapshot
from ledger_sync.declarations import content
from ledger_sync.intake import messages_said
from ledger_sync.statement_files import statement
from mappers.intake.file_facts import FileFacts
from mappers.intake.file_judging import judge
from mappers.intake.said_texts import HEAD_CONTENT, HEAD_KEPT, LINE_CONTENT
from mappers.intake.senders import judge_sender
from parsers.message_tables import Collector
from simulator.files import camt
from tests import made

SENDER = made.broker().sender_identification
Found = list[tuple[str, int | None, int | None, str | None, str | None]]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The configuration of this repository."""
    return open_snapshot(ROOT / "config")


@pytest.fixture
def check(snapshot: Snapshot, tmp_path: Path):
    """Check content as one file; return code, interchange, message, value, expected of each."""

    def check_content(content: bytes, under: Snapshot = snapshot) -> Found:
        path = tmp_path / "file"
        path.write_bytes(content)
        found = pd.concat(
            tables.findings
            for tables in check_files.check(path, under, made.PREPARED_AT.date())
            if not tables.findings.empty
        )
        columns = ["code", "interchange", "message", "value", "expected"]
        rows = found[columns].astype(object)
        return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))

    return check_content


def test_an_unknown_sender(check):
    """FILE-005: nobody is known under the sender that an interchange names."""
    content = made.cusdec([made.maker().declaration()]).replace(SENDER.encode(), b"NOBODY")
    assert check(content) == [("FILE-005", 0, None, "NOBODY", None)]


def test_a_format_that_is_not_the_senders(check):
    """FILE-007: a broker sends no bank notifications."""
    content = made.payments([(made.broker().importers[0], "1.00")])
    assert check(content.replace(b"NORTCATT", b"BOREALIS")) == [
        ("FILE-007", 0, None, "BOREALIS", None)
    ]


def test_who_names_no_sender_is_held_to_no_agreement():
    """Without a sender, nothing is said of who sent a file; with one, its door counts."""
    row = {"interchange": 0, "format": "camt.054", "sender": None, "byte_from": 0, "byte_to": 9}
    facts = FileFacts()
    facts.add(replace(Collector().take(), interchanges=pd.DataFrame([row | {"reference": "R"}])))
    assert judge(facts, {}).findings.empty
    bank = {"partner_id": "northbank", "kind": "bank"}
    assert judge_sender(row, bank) == ("northbank", None)
    by, refusal = judge_sender(row | {"sender": "NORTCATT"}, bank, delivered_by="maplegate")
    assert by == "maplegate" and refusal is not None
    assert (refusal["code"], refusal["expected"]) == ("FILE-006", "maplegate")


def test_a_message_that_was_not_agreed(check, snapshot: Snapshot):
    """EDI-021: the profile of the sender names the types it may send."""
    profile = {**snapshot.partners[SENDER], "messages": "CAD camt.054"}
    under = replace(snapshot, partners={**snapshot.partners, SENDER: profile})
    declarations = [made.maker().declaration()]
    assert check(made.cusdec(declarations), under) == [
        ("EDI-021", 0, 0, "CUSDEC:D:13B", "CAD camt.054")
    ]


def test_a_filer_who_is_not_the_sender(check):
    """CAD-019: the filer's number is another partner's."""
    foreign, own = made.maker(1, 1).declaration(), made.maker(2, 0).declaration()
    filed, sent = (each.filer for each in (foreign, own))
    assert check(made.cusdec([own, foreign])) == [("CAD-019", 0, 1, filed, sent)]


def test_an_interchange_twice(check):
    """EDI-006: a reference of an accepted interchange again; a rejected one never counts."""
    maker = made.maker()
    first, second, faulty = maker.declaration(), maker.declaration(), maker.faulty("CAD-003")
    again = made.cusdec([first]) + made.cusdec([second])
    assert check(again) == [("EDI-006", 1, None, "REF1", None)]
    found = check(made.cusdec([faulty]) + made.cusdec([second]))
    assert [row[:3] for row in found] == [("CAD-003", 0, 0)]


def test_a_declaration_twice(check):
    """CAD-007: the same again; CAD-008: its number with other content; in any interchange."""
    one = made.maker().declaration(lines=2)
    other = replace(one, cargo_control_number="OTHER")
    number = one.transaction_number
    content = made.cusdec([one, one], "R1") + made.cusdec([other, one], "R2")
    assert check(content) == [
        ("CAD-007", 0, 1, number, None),
        ("CAD-008", 1, 2, number, None),
        ("CAD-007", 1, 3, number, None),
    ]


def test_a_difference_in_any_line_is_other_content(check):
    """Two declarations of one number whose second line differs conflict."""
    one = made.maker().declaration(lines=2)
    line = replace(one.lines[1], description="SOMETHING ELSE")
    other = replace(one, lines=(one.lines[0], line))
    assert [row[0] for row in check(made.cusdec([one, other]))] == ["CAD-008"]


def test_a_jump_in_the_numbers(check, snapshot: Snapshot):
    """EDI-022: a partner's interchanges count up; the first has none before it in the file."""
    profile = {**snapshot.partners[SENDER], "numbered": True}
    under = replace(snapshot, partners={**snapshot.partners, SENDER: profile})
    maker = made.maker()
    content = b"".join(made.cusdec([maker.declaration()], f"R{n}") for n in (7, 8, 11))
    assert check(content, under) == [("EDI-022", 2, None, "R11", "9")]


def test_a_bank_entry_twice(check):
    """PAY-003: the same entry again; PAY-004: its reference with another amount."""
    account = made.broker().importers[0]
    entries = [
        camt.BankEntry(reference, dollars, f"CUSTOMS {account}", "Payer")
        for reference, dollars in (("B1", 5), ("B2", 7), ("B1", 5), ("B2", 8))
    ]
    content = camt.notification(
        entries, reference="N1", bic="NORTCATT", value_on=made.PREPARED_AT.date()
    )
    assert [(code, message, value) for code, _, message, value, _ in check(content)] == [
        ("PAY-003", 2, "B1"), ("PAY-004", 3, "B2"),
    ]  # fmt: skip


def test_the_content_is_that_of_the_book():
    """What makes two declarations the same is named alike in the SQL of the hub."""
    listed = f"{content.LINE_CONTENT}, {content.CODED}, {content.CLAIMED}".split(", ")
    assert list(LINE_CONTENT) == listed
    digest = statement(content.__file__, "staged_content").split("concat_ws(")[1].split(", l.")[0]
    assert [name for name in HEAD_CONTENT if f"c.{name}" not in digest] == []
    assert digest.count("c.") == len(HEAD_CONTENT) + 1  # the function besides


def test_what_the_book_keeps_is_named_alike_in_the_sql_that_a_proof_reads_it_by():
    """A file and the book are compared by the same columns, in the same order."""
    said = statement(messages_said.__file__, "messages_said")
    names = re.findall(r"(?:[ca][.])?(\w+)::text", said.replace("a.code", "a.importer"))
    assert names[: len(HEAD_KEPT)] == list(HEAD_KEPT)
    after = names.index(LINE_CONTENT[0])
    assert names[after : after + len(LINE_CONTENT)] == list(LINE_CONTENT)
