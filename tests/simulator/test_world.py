"""The made-up world: its bytes, its laws, and that the hub's readers take every file of it."""

import datetime as dt
import hashlib
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from parsers.formats import Limits, read_file
from simulator.bank_days import due_on
from simulator.dropped import RECIPIENT
from simulator.parties import make_parties
from simulator.world import EARLIEST_ON, LATEST_ON, World, simulate
from tests.simulator.taking import rows

SMALL = World(seed=1, accounts=20, days=5)
DIGEST = "3835c06c92d26a9e33605182a3b7df601855887283fd9e5bbbca4d14993eefc1"
"""Of every file of SMALL. Another digest is another world: each seed means something else by it."""
MONTH = World(seed=3, accounts=60, days=30)
LIMITS = Limits(max_file_bytes=1 << 24, max_segment_bytes=1 << 16)
runner = CliRunner()


def digest_of(folder: Path) -> str:
    """Return one digest of all files of a folder, their names and bytes."""
    told = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        told.update(path.relative_to(folder).as_posix().encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


@pytest.fixture(scope="module")
def month(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "month"
    simulate(MONTH, folder)
    return folder


def test_one_seed_gives_the_same_bytes(tmp_path: Path):
    """Two runs of one seed are alike, byte for byte, and as they ever were; another is another."""
    for name in ("one", "two"):
        simulate(SMALL, tmp_path / name)
    simulate(World(seed=2, accounts=20, days=5), tmp_path / "other")
    one, two, other = (digest_of(tmp_path / name) for name in ("one", "two", "other"))
    assert one == two == DIGEST
    assert other != one


def test_every_kind_of_thing_happens(month: Path):
    """Each kind of payment, each fault, corrections, both types, every format, files sent twice."""
    payments, declarations, files = (
        rows(month, name) for name in ("key/payments.csv", "key/declarations.csv", "manifest.csv")
    )
    assert {row["kind"] for row in payments} == {
        "on time", "late", "short", "over", "double", "misdirected", "unnamed", "pooled",
        "reversed", "reversal",
    }  # fmt: skip
    faults = {row["finding"] for row in declarations} - {""}
    assert len(faults) >= 8
    assert {row["version"] for row in declarations} == {"1", "2"}
    assert any(int(row["surtax"] or 0) for row in declarations)
    assert any(int(row["posted"]) < 0 for row in declarations)
    assert {row["format"] for row in files} == {
        "CUSDEC", "XML", "camt.053", "camt.054", "X12 820", "BAI2", "AFT 005", "cards",
        "tariff_item", "tariff_rate", "gst_rate", "surtax_measure", "exchange_rate",
    }  # fmt: skip
    assert {row["repeats"] for row in files} == {"", "yes"}


def test_our_readers_take_every_file_of_partners(month: Path):
    """Nothing is found that was not put in, and each payment and declaration is read."""
    carried, read, found = Counter(), Counter(), Counter()
    for row in rows(month, "manifest.csv"):
        if row["partner"] == "worlddesk":
            continue  # a hub applies them in test_agreement.py
        carried[row["format"]] += int(row["carries"])
        for tables in read_file(month / row["file"], recipient=RECIPIENT, limits=LIMITS):
            read[row["format"]] += len(tables.messages)
            found.update((row["format"], code) for code in tables.findings["code"])
    assert read == carried
    assert {code for _, code in found} == {"PAY-001", "PAY-005"}
    assert {form for form, _ in found} == {"camt.053", "camt.054", "BAI2", "AFT 005"}


def test_memory_does_not_grow_with_the_days(tmp_path: Path):
    """What stays in memory after 120 days is what stayed after 60."""
    held: dict[int, int] = {}
    tracemalloc.start()
    try:
        simulate(
            World(seed=1, accounts=20, days=120),
            tmp_path / "world",
            lambda _: held.__setitem__(len(held), tracemalloc.get_traced_memory()[0]),
        )
    finally:
        tracemalloc.stop()
    assert max(held[day] for day in range(91, 121)) < 1.2 * max(held[day] for day in range(31, 61))


def test_what_is_refused_is_filed_again_and_accepted(month: Path):
    """A refused declaration is accepted later under its number, unless the world ended before."""
    told = rows(month, "key/declarations.csv")
    accepted = {row["transaction_number"]: row["filed_on"] for row in told if not row["finding"]}
    refused = [row for row in told if row["finding"] and row["filed_on"] < told[-1]["filed_on"]]
    assert refused
    assert all(accepted[row["transaction_number"]] > row["filed_on"] for row in refused)


def test_who_owes_is_the_declarations_less_the_payments(month: Path):
    """The balances of the key are its declarations and payments, added up by account."""
    owes, booked = Counter(), Counter()
    for row in rows(month, "key/declarations.csv"):
        owes[row["account"]] += int(row["posted"])
        booked[row["account"]] += int(row["posted"])
    for row in rows(month, "key/payments.csv"):
        sign = 1 if row["kind"] == "reversal" else -1
        owes[row["right_account"]] += sign * int(row["amount"])
        if row["credits"]:
            booked[row["credits"]] += sign * int(row["amount"])
    last = {row["account"]: row for row in rows(month, "key/balances.csv")}
    assert {bn15: int(row["owes"]) for bn15, row in last.items()} == dict(owes)
    assert {bn15: int(row["booked"]) for bn15, row in last.items()} == {
        bn15: booked[bn15] for bn15 in last
    }
    assert owes != booked


def test_sizes_have_a_heavy_tail():
    """The largest of a thousand importers has 1 part in 8 of the trade, the lower half 1 in 11."""
    parties = make_parties("1", 1000)
    sizes = parties.sizes
    shares = sorted((b - a for a, b in zip((0, *sizes), sizes, strict=False)), reverse=True)
    assert shares[0] * 7 < sizes[-1] < shares[0] * 8
    assert sum(shares[500:]) * 10 < sizes[-1] < sum(shares[500:]) * 12
    assert len({importer.bn15 for importer in parties.importers}) == 1000
    clients = Counter(importer.brokers[0] for importer in parties.importers)
    assert [clients[0]] == [max(clients.values())] and len(clients) == len(parties.brokers)


@pytest.mark.parametrize(
    ("released", "due"),
    [
        ("2024-11-17", "2024-11-29"),
        ("2025-03-01", "2025-03-31"),
        ("2025-09-17", "2025-10-01"),
        ("2025-12-18", "2026-01-30"),
    ],
)
def test_due_dates_are_those_that_were_published(released: str, due: str):
    """The tenth weekday after the 17th, holidays counted."""
    assert due_on(dt.date.fromisoformat(released)) == dt.date.fromisoformat(due)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    """Nothing is written beside what stands there; the command says so, exit code 2."""
    (tmp_path / "mine").write_text("kept")
    done = runner.invoke(app, ["simulate", "--days", "1", "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("first", ["0001-01-01", "2020-01-01", "9999-12-31"])
def test_a_day_on_which_no_world_begins_is_said(tmp_path: Path, first: str):
    """Before anything is written, with the days between which one may."""
    out = tmp_path / "world"
    done = runner.invoke(app, ["simulate", "--days", "1", "--from", first, "--out", str(out)])
    assert done.exit_code == 2 and "2024-12-01" in done.output
    assert not out.exists()


@pytest.mark.parametrize("first", [EARLIEST_ON, LATEST_ON])
def test_a_world_may_begin_on_the_first_and_on_the_last_day(tmp_path: Path, first: dt.date):
    """Every day of it has its rates."""
    assert simulate(World(seed=1, accounts=2, days=3, first_on=first), tmp_path / "w").files > 3


def test_the_command_writes_a_world(tmp_path: Path):
    """Options say which world; what was written is told."""
    out = tmp_path / "world"
    options = ["--seed", "1", "--accounts", "20", "--days", "5", "--out", str(out)]
    done = runner.invoke(app, ["simulate", *options])
    assert done.exit_code == 0 and "README.md" in done.output
    assert digest_of(out) == DIGEST
