"""Deliveries to the registry: shown first, whole or not at all, once, and nothing forgotten."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from jobs.hub import Hub, JobRefused, open_hub
from jobs.hub.settings import BUSINESS_ZONE
from jobs.reference import seeding
from jobs.registry import load_registry, show_account
from jobs.registry.show_account import AccountUnknown
from ledger_sync.book.connection import owners_book
from ledger_sync.reference.reference_columns import ReferenceRefused
from ledger_sync.registry import parties
from ledger_sync.registry.registry_history import HISTORIES

BN15, OTHER = "563448984RM0001", "545352437RM0001"
HEADERS = {
    "client": "bn9,effective_from,effective_to,legal_name",
    "account": "bn15,effective_from,effective_to,program,language,documents_to,notice_formats,"
    "statement_formats,offset_preference",
    "broker": "account_security_number,effective_from,effective_to,partner_id,legal_name",
    "delegation": "bn15,partner_id,effective_from,effective_to,role",
    "enrolment": "bn15,program,effective_from,effective_to",
    "security": "bn15,agreement,effective_from,effective_to,kind,amount,provider",
}


@pytest.fixture
def deliver(hub: Hub, tmp_path: Path):
    """Load a table's lines, as CSV; a distinct file each time."""
    count = 0

    def load(kind: str, *lines: str, by: str = "tester", withdrawn: str = ""):
        nonlocal count
        count += 1
        header = HEADERS[kind] + (",withdrawn" if withdrawn else "")
        path = tmp_path / f"{kind}{count}.csv"
        texts = [f"# {count}", header, *(line + withdrawn for line in lines)]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return load_registry.apply(hub, path, by)

    return load


def everything(hub: Hub) -> dict[str, list]:
    """Every row of the registry."""
    tables = ("client", "account", "registry_load", *(h.table for h in HISTORIES.values()))
    with hub.book.transaction() as tx:
        return {table: tx.rows(f"SELECT * FROM {table} t ORDER BY t::text") for table in tables}


def on(hub: Hub, day: str, bn15: str = BN15, known: int | None = None) -> dict[str, list]:
    """The facts of an account in force on a day, dates and loads left out."""
    with hub.book.transaction() as tx:
        found = parties.facts(tx, bn15, on=dt.date.fromisoformat(day), load_id=known)
    dates = ("effective_from", "effective_to", "load_id", "recorded_at", "bn15", "bn9")
    return {
        kind: [{name: row[name] for name in row if name not in dates} for row in rows]
        for kind, rows in found.items()
    }


CHANGES = {
    "client": ("563448984,2026-12-01,,Lévis Machines inc.", "legal_name", "Lévis Machines inc."),
    "account": (f"{BN15},2026-12-01,,csa_1,en,borealis,xml,csv pdf,by_hand", "program", "csa_1"),
    "delegation": (f"{BN15},pacificline,2026-12-01,,Reader", "partner_id", "pacificline"),
    "enrolment": (f"{OTHER},RPP,2026-12-01,", "program", "RPP"),
    "security": (f"{OTHER},FS-9,2026-12-01,,cash,5000.00,Receiver General", "kind", "cash"),
}


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_fact_holds_from_its_day(hub: Hub, deliver, kind: str):
    """What is delivered holds on its day and after it, and not on the day before."""
    line, column, value = CHANGES[kind]
    assert len(deliver(kind, line).changes) == 1
    bn15 = BN15 if BN15[:9] in line else OTHER
    held = {
        day: value in {row[column] for row in on(hub, day, bn15)[kind]}
        for day in ("2026-11-30", "2026-12-01", "2026-12-02", "2029-01-01")
    }
    assert held == {
        "2026-11-30": False, "2026-12-01": True, "2026-12-02": True, "2029-01-01": True
    }  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_fact_holds_to_its_end(hub: Hub, deliver, kind: str):
    """A fact with an end holds on its last day, and not on the day after."""
    line, column, value = CHANGES[kind]
    deliver(kind, line.replace(",2026-12-01,", ",2026-12-01,2027-03-31", 1))
    bn15 = BN15 if BN15[:9] in line else OTHER
    held = [
        value in {row[column] for row in on(hub, day, bn15)[kind]}
        for day in ("2027-03-31", "2027-04-01")
    ]
    assert held == [True, False]


def test_the_next_fact_ends_the_one_before(hub: Hub, deliver):
    """A key says one thing a day: a later period ends the earlier one the day before."""
    deliver("account", f"{BN15},2026-12-01,,csa_1,en,borealis,xml,pdf,by_hand")
    with hub.book.transaction() as tx:
        periods = parties.accounts(tx, [BN15])
    rows = periods[["program", "effective_from", "effective_to"]].astype(str).to_numpy().tolist()
    assert rows == [
        ["commercial", "2024-10-21", "2026-11-30"],
        ["csa_1", "2026-12-01", "9999-12-31"],
    ]


def test_a_brokers_number_holds_in_its_period(hub: Hub, deliver):
    """A number taken over by another partner is that partner's from the day on."""
    draft = deliver("broker", "11234,2026-12-01,,pacificline,Pacific Line Clearance Ltd.")
    assert draft.findings == ()
    with hub.book.transaction() as tx:
        rows = parties.brokers(tx)
    held = rows[rows["filer"] == "11234"].astype(str).sort_values("effective_from")
    assert held[["partner_id", "effective_to"]].to_numpy().tolist() == [
        ["maplegate", "2026-11-30"],
        ["pacificline", "9999-12-31"],
    ]


def test_history_is_never_lost(hub: Hub, deliver):
    """After a correction, what was known before it can still be asked, as of any day."""
    first = deliver("enrolment", f"{OTHER},RPP,2026-06-01,").load_id
    second = deliver("enrolment", f"{OTHER},RPP,2026-06-01,2026-08-31").load_id
    third = deliver("enrolment", f"{OTHER},RPP,2026-06-01,,", withdrawn="yes").load_id
    enrolled = {
        (known, day): on(hub, day, OTHER, known)["enrolment"] != []
        for known in (first - 1, first, second, third, None)
        for day in ("2026-05-31", "2026-08-31", "2026-09-01")
    }
    assert {when for when, held in enrolled.items() if held} == {
        (first, "2026-08-31"), (first, "2026-09-01"), (second, "2026-08-31")
    }  # fmt: skip


def test_known_on_is_the_end_of_the_day_in_toronto(hub: Hub, deliver, owner_url: str):
    """What was recorded a minute before midnight in Toronto was known that day, after it not."""
    load_id = deliver("enrolment", f"{OTHER},RPP,2026-06-01,").load_id
    midnight = dt.datetime(2030, 7, 2, tzinfo=BUSINESS_ZONE)
    for minutes, known in ((-1, load_id), (1, load_id - 1)):
        moment = midnight + dt.timedelta(minutes=minutes)
        with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
            owner.execute("ALTER TABLE registry_load DISABLE TRIGGER USER")
            owner.execute(
                "UPDATE registry_load SET recorded_at = %s WHERE load_id = %s", (moment, load_id)
            )
            owner.execute("ALTER TABLE registry_load ENABLE TRIGGER USER")
        with hub.book.transaction() as tx:
            assert parties.newest_load(tx, dt.date(2030, 7, 1), BUSINESS_ZONE.key) == known


def test_an_account_is_unknown_before_its_first_load(hub: Hub):
    """As known before anything was loaded, there is no such account; nor is one made up."""
    assert show_account.run(hub, BN15, dt.date(2026, 11, 20)).legal_name == "Machinerie Lévis inc."
    with pytest.raises(AccountUnknown):
        show_account.run(hub, BN15, dt.date(2026, 11, 20), known_on=dt.date(2020, 1, 1))
    with pytest.raises(AccountUnknown):
        show_account.run(hub, "100000009RM0001", dt.date(2026, 11, 20))


def test_loaded_twice_is_loaded_once(hub: Hub, tmp_path: Path):
    """The same bytes again change nothing, and neither do other bytes that say the same."""
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADERS['enrolment']}\n{OTHER},RPP,2026-12-01,\n", encoding="utf-8")
    assert len(load_registry.apply(hub, path, "tester").changes) == 1
    rows = everything(hub)
    again = load_registry.apply(hub, path, "tester")
    assert [finding.code for finding in again.findings] == ["REG-011"] and not again.changes
    path.write_text(f"# new\n{HEADERS['enrolment']}\n{OTHER},RPP,2026-12-01,\n", encoding="utf-8")
    said = load_registry.apply(hub, path, "tester")
    assert said.changes == () and said.load_id is None
    assert everything(hub) == rows


def test_loaded_at_once_is_loaded_once(hub: Hub, tmp_path: Path):
    """Four runs with one file at the same moment: one loads it, the others find it loaded."""
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADERS['enrolment']}\n{OTHER},RPP,2026-12-01,\n", encoding="utf-8")

    def load(_number: int) -> int:
        with open_hub(hub.settings) as own:
            return len(load_registry.apply(own, path, "tester").changes)

    with ThreadPoolExecutor(4) as at_once:
        assert sorted(at_once.map(load, range(4))) == [0, 0, 0, 1]


def test_a_delivery_is_whole_or_nothing(hub: Hub, tmp_path: Path):
    """One wrong row among many kinds keeps the whole delivery out; mended, all of it comes in."""
    bn9 = "899249239"
    rows = {
        "clients": [{"bn9": bn9, "effective_from": "2026-12-01", "legal_name": "Creek Ltd."}],
        "accounts": [
            {
                "bn15": f"{bn9}RM0002", "effective_from": "2026-12-01", "program": "clvs",
                "language": "fr", "documents_to": None, "notice_formats": "xml",
                "statement_formats": "xml pdf", "offset_preference": "standard",
            }
        ],
        "enrolments": [
            {"bn15": f"{bn9}RM0002", "program": "RPP", "effective_from": "2026-12-01"},
            {"bn15": f"{bn9}RM0003", "program": "RPP", "effective_from": "2026-12-01"},
        ],
    }  # fmt: skip
    path, before = tmp_path / "d.json", everything(hub)
    path.write_text(json.dumps(rows), encoding="utf-8")
    refused = load_registry.apply(hub, path, "tester")
    assert [(f.code, f.segment) for f in refused.findings] == [("REG-006", "/enrolments/1")]
    assert everything(hub) == before
    del rows["enrolments"][1]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert [change.kind for change in load_registry.apply(hub, path, "tester").changes] == [
        "client", "account", "enrolment"
    ]  # fmt: skip
    assert on(hub, "2026-12-01", f"{bn9}RM0002")["enrolment"] == [{"program": "RPP"}]


def test_a_draft_leaves_nothing_behind(hub: Hub, tmp_path: Path):
    """Showing what a delivery would change changes nothing."""
    path, before = tmp_path / "d.csv", everything(hub)
    path.write_text(f"{HEADERS['enrolment']}\n{OTHER},RPP,2026-12-01,\n", encoding="utf-8")
    (change,) = load_registry.draft(hub, path).changes
    assert change.key == (OTHER, "RPP") and change.before is None
    assert everything(hub) == before


def test_only_what_was_approved_is_loaded(hub: Hub, deliver, tmp_path: Path):
    """A delivery that would do something else than was shown is refused, and does nothing."""
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADERS['enrolment']}\n{OTHER},RPP,2026-12-01,\n", encoding="utf-8")
    shown = load_registry.draft(hub, path)
    deliver("enrolment", f"{OTHER},RPP,2026-12-01,2027-01-31")
    before = everything(hub)
    with pytest.raises(JobRefused):
        load_registry.apply(hub, path, "tester", lambda now: now == shown)
    assert everything(hub) == before


def test_the_seed_does_not_undo_a_delivery(hub: Hub, deliver, tmp_path: Path):
    """Config loaded again adds nothing; config that changed leaves alone what was delivered."""
    deliver("account", f"{BN15},2024-10-21,,commercial,en,borealis,xml,pdf,standard")
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        assert load_registry.seed(tx, hub.settings.config_folder, hub.rules.codes) == 0
    folder = tmp_path / "config" / "registry"
    folder.mkdir(parents=True)
    for path in (hub.settings.config_folder / "registry").iterdir():
        text = path.read_text(encoding="utf-8").replace(",commercial,", ",csa_2,")
        (folder / path.name).write_text(text, encoding="utf-8")
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        assert load_registry.seed(tx, tmp_path / "config", hub.rules.codes) == 39
    assert on(hub, "2026-11-20")["account"][0]["program"] == "commercial"
    assert on(hub, "2026-11-20", OTHER)["account"][0]["program"] == "csa_2"


def test_a_wrong_seed_is_refused_by_line(hub: Hub, tmp_path: Path):
    """A seed with a wrong row loads nothing, and says which line."""
    folder = tmp_path / "registry"
    folder.mkdir()
    for path in (hub.settings.config_folder / "registry").iterdir():
        text = path.read_text(encoding="utf-8").replace(",bond,", ",promise,", 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceRefused, match="security line 3"), hub.book.transaction() as tx:
        load_registry.seed(tx, tmp_path, hub.rules.codes)


def test_loading_the_configuration_again_changes_nothing(hub: Hub):
    """The job that loads config finds every registry fact known."""
    before = everything(hub)
    assert seeding.run(hub)["registry"] == 0
    assert everything(hub) == before


def test_the_samples_are_enrolled_but_two(hub: Hub):
    """All sample importers are in RPP from 2024-10-21, except two; read by the keys of a batch."""
    with hub.book.transaction() as tx:
        codes = [row["code"] for row in tx.rows("SELECT code FROM account WHERE bn9 <> ''")]
        rows = parties.enrolments(tx, codes)
        one = parties.enrolments(tx, [BN15])
    assert list(rows.columns) == ["importer", "program", "effective_from", "effective_to"]
    assert set(codes) - set(rows["importer"]) == {OTHER, "377710769RM0001"}
    assert one.astype(str).to_numpy().tolist() == [[BN15, "RPP", "2024-10-21", "9999-12-31"]]


def test_too_large_or_empty_is_a_finding(hub: Hub, tmp_path: Path):
    """A file that is empty or larger than agreed is not read."""
    path = tmp_path / "d.csv"
    path.write_bytes(b"")
    assert [finding.code for finding in load_registry.draft(hub, path).findings] == ["FILE-001"]
    path.write_bytes(b"x" * 100)
    small = replace(hub.rules, limits=replace(hub.rules.limits, max_file_bytes=99))
    found = load_registry.apply(replace(hub, rules=small), path, "tester")
    assert [finding.code for finding in found.findings] == ["FILE-003"] and found.refused
