"""A kept day under two sets of rules: what differs, in cents, and nothing in the book."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jobs.hub import Hub, JobRefused
from jobs.hub.settings import ROOT
from jobs.questions import rule_differences
from jobs.questions.rule_differences import Compared
from jobs.reference import seeding
from ledger.charges import CHARGES
from tests import made
from tests.conftest import TODAY
from tests.sending import send

RATES = Path("reference") / "tariff_rates.csv"
CONFIG = str(ROOT / "config")


@dataclass(frozen=True)
class Kept:
    """A posted day: an item of it, its line in the tariff, and its duty by declaration."""

    row: str
    duty: dict[str, int]


@pytest.fixture
def kept(hub: Hub) -> Kept:
    """Ten declarations, and of their items under treatment 02 the one that owes the most duty."""
    declarations = [made.maker(seed).declaration(lines=12) for seed in range(80, 90)]
    assert send(hub, made.cusdec(declarations), TODAY).outcome == "posted"
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT tariff_item, transaction_number, sum(l.duty_cents)::bigint AS cents"
            " FROM cad_line l JOIN cad c USING (cad_id) WHERE treatment = '02'"
            " AND l.duty_cents > 0 GROUP BY 1, 2"
        )
    item = max(rows, key=lambda row: row["cents"])["tariff_item"]
    (line,) = (
        line
        for line in (ROOT / "config" / RATES).read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{item},02,")
    )
    duty = {row["transaction_number"]: row["cents"] for row in rows if row["tariff_item"] == item}
    return Kept(f"{line}\n", duty)


@pytest.fixture
def altered(tmp_path: Path, kept: Kept) -> Path:
    """A folder like ``config/`` in which the item pays a hundredth of its value."""
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    lowered = ",".join([*kept.row.split(",")[:-1], "1"])
    write(folder / RATES, kept.row, f"{lowered}\n")
    return folder


def write(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def compare(hub: Hub, before: str, after: str) -> Compared:
    sides = [rule_differences.side(hub, named) for named in (before, after)]
    return rule_differences.compared(hub, *sides, TODAY)


def test_the_rules_that_it_was_posted_by_change_nothing(hub: Hub, kept):
    """Priced again as it was filed, the day comes to what the book has, charge by charge."""
    found = compare(hub, CONFIG, CONFIG)
    assert found.differences == ()
    with hub.book.transaction() as tx:
        (posted,) = tx.rows(
            f"SELECT {', '.join(f'sum({name}_cents) AS {name}' for name in CHARGES)} FROM cad"
        )
        counts = "(SELECT count(*) FROM cad) AS cads, (SELECT count(*) FROM cad_line) AS lines"
        (counted,) = tx.rows(f"SELECT {counts}")
    assert (found.declarations, found.lines) == (counted["cads"], counted["lines"])
    assert found.charges == {name: (posted[name], posted[name]) for name in CHARGES}


def test_another_rate_moves_the_lines_it_is_of(hub: Hub, kept, altered: Path):
    """Less duty on an item, and less GST on it: of its declarations and of no other."""
    found = compare(hub, CONFIG, str(altered))
    assert {each.transaction_number for each in found.differences} == set(kept.duty)
    for each in found.differences:
        lowered = each.before["duty"] - each.after["duty"]
        assert 0 < lowered < kept.duty[each.transaction_number]
        assert each.before["gst"] - each.after["gst"] == pytest.approx(lowered / 20, abs=12)
    assert sum(each.cents for each in found.differences) == sum(
        after - before for before, after in found.charges.values()
    )


def test_versions_that_the_book_recorded_are_compared(
    hub: Hub, kept, altered: Path, owner_url: str
):
    """A table as an older version left it, beside what a later one made of it."""
    newest = "SELECT max(reference_version_id) FROM reference_version"
    with hub.book.transaction() as tx:
        before = int(tx.value(newest))
    settings = replace(hub.settings, config_folder=altered, owner_url=owner_url)
    assert seeding.run(replace(hub, settings=settings))["tariff_rate"] == 1
    with hub.book.transaction() as tx:
        after = int(tx.value(newest))
    by_version = compare(hub, str(before), str(after))
    assert by_version == compare(hub, CONFIG, str(altered))
    assert compare(hub, str(after), str(after)).differences == ()


def test_the_book_itself_is_a_side(hub: Hub, kept, altered: Path):
    """What was posted compares with today's rules as they were, and with others as they are."""
    assert compare(hub, "posted", CONFIG).differences == ()
    assert compare(hub, "posted", str(altered)) == compare(hub, CONFIG, str(altered))


def test_a_rule_that_is_no_table_shows_against_the_book(hub: Hub, kept, tmp_path: Path):
    """Another base of the GST is in no recorded version: it shows beside what was posted."""
    folder = tmp_path / "other"
    shutil.copytree(ROOT / "config", folder)
    write(folder / "rules" / "pricing.toml", 'base = "value_for_tax"', 'base = "value_for_duty"')
    found = compare(hub, "posted", str(folder))
    assert {each.transaction_number for each in found.differences} >= set(kept.duty)
    before, after = found.charges["gst"]
    assert before > after and found.charges["duty"][0] == found.charges["duty"][1]


def test_a_folder_from_before_a_rule_was_there_is_a_side(hub: Hub, kept, tmp_path: Path):
    """Rules that an older folder does not know yet decide nothing in it."""
    folder = tmp_path / "older"
    shutil.copytree(ROOT / "config", folder)
    declarations = folder / "rules" / "declarations.toml"
    text = declarations.read_text(encoding="utf-8")
    declarations.write_text(text.partition("[[sima_answer]]")[0], encoding="utf-8")
    write(folder / "rules" / "versions.toml", 'charge = "sima"\n', "")
    assert compare(hub, str(folder), CONFIG).differences == ()


def test_what_a_side_refuses_has_no_cents(hub: Hub, kept, altered: Path):
    """Where the tariff lacks a rate, the declaration has a code in place of an amount."""
    write(altered / RATES, ",".join([*kept.row.split(",")[:-1], "1\n"]), "")
    found = compare(hub, CONFIG, str(altered))
    assert {each.transaction_number for each in found.differences} >= set(kept.duty)
    assert {(each.after, each.codes_after, each.cents) for each in found.differences} == {
        (None, ("CAD-004",), None)
    }


@pytest.mark.parametrize("named", ["0", "nowhere"])
def test_a_side_that_is_not_there_is_refused(hub: Hub, named: str):
    """Neither a folder nor a version of the book."""
    with pytest.raises(JobRefused):
        rule_differences.side(hub, named)
