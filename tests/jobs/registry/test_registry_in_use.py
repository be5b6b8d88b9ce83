"""What the registry says decides: who may file, whom a document is for, and in what form."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.snapshot import reference_data
from jobs.receivables import close_day, run_billing_cycle
from jobs.registry import load_registry
from parsers.formats import read_file
from simulator.files.declaration import Reason, new_version
from tests import made, people, sending
from tests.conftest import TODAY

BILLED_ON = dt.date(2026, 11, 25)
OWN_NAME, NEW_NAME = "760152272RM0001", "704866268RM0001"
"""The program account of the broker that ``made`` files for, and one that it gets."""
ACCOUNT = (
    "bn15,effective_from,program,language,documents_to,notice_formats,statement_formats,"
    "offset_preference"
)


@pytest.fixture
def deliver(hub: Hub, tmp_path: Path):
    def load(header: str, *lines: str) -> None:
        path = tmp_path / "delivery.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        assert load_registry.apply(hub, path, "tester").load_id is not None

    return load


@pytest.fixture
def send(hub: Hub):
    """Send content as one file; return the codes of all that was found so far."""

    def post(content: bytes) -> list[str]:
        sending.send(hub, content)
        with hub.book.transaction() as tx:
            return [row["code"] for row in tx.rows("SELECT code FROM finding ORDER BY 1")]

    return post


@pytest.mark.parametrize(("days", "codes"), [(0, ["CAD-002"]), (1, []), (-1, ["CAD-002"])])
def test_a_role_that_only_reads_may_not_file(hub: Hub, deliver, send, days: int, codes: list[str]):
    """From the day on which a delegate only reads, its declarations are refused; not before."""
    declaration = made.maker(3).declaration()
    since = declaration.release_on + dt.timedelta(days=days)
    line = f"{declaration.importer},{made.broker().partner_id},{since},Reader"
    deliver("bn15,partner_id,effective_from,role", line)
    assert send(made.cusdec([declaration])) == codes


@pytest.mark.parametrize(("days", "codes"), [(0, ["CAD-002"]), (1, [])])
def test_a_number_that_is_anothers_may_not_file(deliver, send, days: int, codes: list[str]):
    """From the day on which its account security number is another's, a broker's are refused."""
    declaration = made.maker(4).declaration()
    since = declaration.release_on + dt.timedelta(days=days)
    line = f"{declaration.filer},{since},tidewater,Tidewater Imports Ltd."
    deliver("account_security_number,effective_from,partner_id,legal_name", line)
    assert send(made.cusdec([declaration])) == codes


@pytest.mark.parametrize(("days", "codes"), [(0, []), (1, ["CAD-094"])])
def test_an_account_names_a_filer_from_its_day(deliver, send, days: int, codes: list[str]):
    """A filer is named by the program account that holds its number from the day of release on."""
    declaration = made.maker(4).declaration()
    since = declaration.release_on + dt.timedelta(days=days)
    line = f"{declaration.filer},{since},{made.broker().partner_id},Borealis,{NEW_NAME}"
    deliver("account_security_number,effective_from,partner_id,legal_name,bn15", line)
    assert send(made.cusdec([replace(declaration, filer=NEW_NAME)])) == codes


def test_a_filer_is_named_either_way_from_version_to_version(hub: Hub, send):
    """What was filed by number is corrected by account; the book has the number of both."""
    declaration = made.maker(4).declaration()
    assert send(made.cusdec([declaration])) == []
    by_account = replace(declaration, filer=OWN_NAME)
    assert send(made.cad_xml([new_version(by_account, Reason("R5-00-COT"))], "REF2")) == []
    with hub.book.transaction() as tx:
        filers = tx.rows("SELECT version, filer FROM cad ORDER BY version")
    assert [tuple(row.values()) for row in filers] == [
        (1, declaration.filer),
        (2, declaration.filer),
    ]


def test_the_same_declaration_by_account_is_a_duplicate(send):
    """Who files is one fact, however it is named: the same declaration posts once."""
    declaration = made.maker(4).declaration()
    assert send(made.cusdec([declaration])) == []
    by_account = replace(declaration, filer=OWN_NAME)
    assert send(made.cusdec([by_account], "REF2")) == ["CAD-007"]


@pytest.mark.parametrize(("days", "codes"), [(-1, ["CAD-001"]), (0, [])])
def test_an_account_that_has_ended_may_not_import(deliver, send, days: int, codes: list[str]):
    """An account owns what was released up to its last day, and nothing after."""
    declaration = made.maker(4).declaration()
    last_on = declaration.release_on + dt.timedelta(days=days)
    deliver(
        ACCOUNT.replace("effective_from", "effective_from,effective_to"),
        f"{declaration.importer},2024-10-21,{last_on},commercial,en,borealis,xml,xml,standard",
    )
    assert send(made.cusdec([declaration])) == codes


@pytest.mark.parametrize(("days", "codes"), [(-1, ["CAD-002"]), (0, [])])
def test_who_changes_a_declaration_holds_a_delegation_that_day(
    deliver, send, days: int, codes: list[str]
):
    """A delegation of the release date is not enough for a new version filed after its end."""
    declaration = made.maker(4).declaration()
    assert send(made.cusdec([declaration])) == []
    line = f"{declaration.importer},{made.broker().partner_id},2024-10-21,"
    last_on = TODAY + dt.timedelta(days=days)
    deliver("bn15,partner_id,effective_from,effective_to,role", f"{line}{last_on},pPAM")
    version = new_version(declaration, Reason("R5-00-COT"))
    assert send(made.cusdec([version], "REF2")) == codes


@pytest.mark.parametrize(
    ("program", "dates"),
    [
        ("csa_1", (dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 31))),
        ("csa_2", (dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 12, 1))),
        ("ctc", (dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 24))),
    ],
)
def test_the_program_of_an_account_names_its_cycle(hub: Hub, deliver, send, program, dates):
    """What an importer in customs self-assessment releases is billed by that program's cycle."""
    declaration = made.maker(4).declaration()
    line = f"{declaration.importer},2024-10-21,{program},en,borealis,xml,xml,standard"
    deliver(ACCOUNT, line)
    assert send(made.cusdec([declaration])) == []
    with hub.book.transaction() as tx:
        row = tx.row("SELECT cycle_last_on, due_on, accounting_due_on FROM cad")
    assert tuple(row.values()) == dates


def test_a_statement_of_the_past_keeps_its_name(hub: Hub, deliver, send):
    """A name learnt after the issue stands on no statement as issued, however early it holds."""
    declaration = made.maker(6).declaration()
    send(made.cusdec([declaration]))
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, BILLED_ON)
    bn15 = declaration.importer
    before = run_billing_cycle.as_issued(hub, bn15, BILLED_ON)
    deliver("bn9,effective_from,legal_name", f"{bn15[:9]},2025-01-01,Renamed Ltd.")
    assert run_billing_cycle.as_issued(hub, bn15, BILLED_ON) == before
    now = run_billing_cycle.as_known(hub, bn15, BILLED_ON, BILLED_ON)
    assert now.party.legal_name == "Renamed Ltd." != before.party.legal_name


@pytest.mark.parametrize(("since", "changed"), [("2026-11-25", True), ("2026-11-26", False)])
def test_documents_are_as_the_account_wants_that_day(
    hub: Hub, deliver, send, since: str, *, changed: bool
):
    """Language, forms and recipient of a statement are those in force on its date."""
    declaration = made.maker(7).declaration()
    bn15 = declaration.importer
    send(made.cusdec([declaration]))
    language, to = owner(hub, bn15)
    other = "en" if language == "fr" else "fr"
    deliver(ACCOUNT, f"{bn15},{since},commercial,{other},tidewater,xml,xml,standard")
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, BILLED_ON)
    with hub.book.transaction() as tx:
        sent = tx.rows("SELECT form, partner_id FROM outbox WHERE kind = 'SOA' ORDER BY 1")
    statement = run_billing_cycle.as_issued(hub, bn15, BILLED_ON)
    assert statement.party.language == (other if changed else language)
    assert [tuple(row.values()) for row in sent] == (
        [("xml", "tidewater")] if changed else [("pdf", to), ("xml", to)]
    )


def owner(hub: Hub, bn15: str) -> tuple[str, str]:
    with hub.book.transaction() as tx:
        row = tx.row("SELECT language, documents_to FROM account_history WHERE bn15 = :b", b=bn15)
    return row["language"], row["documents_to"]


def test_the_hub_and_the_offline_check_know_alike(hub: Hub, tmp_path: Path):
    """Enrolments and delegations of a batch are the same from the book and from a snapshot."""
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker(8).declaration() for _ in range(5)]))
    (tables,) = read_file(path, recipient=hub.rules.recipient, limits=hub.rules.limits)
    with hub.book.transaction() as tx:
        booked = BookKnowledge(hub, tx).reference(tables)
    offline = reference_data(hub.settings.config_folder, hub.rules)
    importers = set(tables.declarations["importer"])
    for name in ("accounts", "enrolments", "delegations"):
        known, shown = getattr(booked, name).rows, getattr(offline, name).rows
        columns = list(known.columns)
        shown = shown[shown["importer"].isin(importers)]
        assert sorted(map(tuple, known.astype(str).to_numpy())) == sorted(
            map(tuple, shown[columns].astype(str).to_numpy())
        )
        assert len(known) > 0
