"""``accounts`` and ``account``: all page by page, one whole, on any screen, in a pipe, as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.console import console, dollars
from cli.main import app
from jobs.hub import Hub
from jobs.intake import collect_files
from tests import made
from tests.conftest import TODAY

runner = CliRunner()


@pytest.fixture
def owing(configured: Hub, tmp_path: Path) -> list[str]:
    """The accounts, in order, of declarations one of which is paid over."""
    maker = made.maker(2)
    declarations = [maker.declaration(lines=1) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec(declarations)),
        ("pay.xml", made.payments([(declarations[0].importer, "99999.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        collect_files.post(configured, [collect_files.ingest(configured, tmp_path / name, TODAY)])
    return sorted({declaration.importer for declaration in declarations})


def told(command: str, *arguments: str, code: int = 0) -> str:
    done = runner.invoke(app, [command, *arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_one_account_by_kind(owing: list[str]):
    """Each kind of item has a line, then all of them; what is due before a day is overdue."""
    account, later = (
        json.loads(told("account", owing[0], "--as-of", str(TODAY), "--due-before", day, "--json"))
        for day in (str(TODAY), "2027-01-01")
    )
    assert account["bn15"] == owing[0] and account["overdue_cents"] == 0
    assert later["overdue_cents"] == later["open_debits_cents"] == account["open_debits_cents"]
    assert account["balance_cents"] == account["open_debits_cents"] - account["open_credits_cents"]
    said = told("account", owing[0], "--as-of", str(TODAY))
    assert all(word in said for word in (*account["by_kind"], "in all", f"as of {TODAY}"))


def test_what_is_shown_of_an_account_adds_up(owing: list[str]):
    """Open debts are what falls due by day, credits wait open, movements are the newest."""
    for bn15 in owing:
        found = json.loads(told("account", bn15, "--as-of", str(TODAY), "--json"))
        debts = sum(each["open_cents"] for each in found["debts"])
        waiting = sum(each["open_cents"] for each in found["credits"])
        assert (debts, waiting) == (found["open_debits_cents"], found["open_credits_cents"])
        assert sum(each["open_cents"] for each in found["due"]) == debts
        moved = sum(each["amount_cents"] for each in found["movements"])
        assert moved == found["balance_cents"]
        one = told("account", bn15, "--as-of", str(TODAY), "--movements", "1", "--json")
        assert json.loads(one)["movements"] == found["movements"][:1]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_cut_on_any_screen(owing: list[str], monkeypatch, width: int):
    """Each reference, day and amount stands whole in a line, however narrow the screen."""
    monkeypatch.setattr(console, "width", width)
    for bn15 in owing:
        found = json.loads(told("account", bn15, "--as-of", str(TODAY), "--json"))
        lines = told("account", bn15, "--as-of", str(TODAY)).splitlines()
        for each in (*found["debts"], *found["credits"]):
            wanted = each["reference"], dollars(each["open_cents"]), each["name_en"]
            assert any(all(word in line for word in wanted) for line in lines)
        french = told("account", bn15, "--as-of", str(TODAY), "--language", "fr")
        assert all(each["name_fr"] in french for each in found["movements"])


def test_all_accounts_page_by_page(owing: list[str]):
    """A page names the account after which the next begins; before the first booking is nothing."""
    whole = json.loads(told("accounts", "--as-of", str(TODAY), "--json"))["accounts"]
    assert [account["bn15"] for account in whole] == owing
    first = told("accounts", "--as-of", str(TODAY), "--limit", "1")
    assert owing[0] in first and f"--after {owing[0]}" in first and owing[-1] not in first
    assert owing[-1] in told("accounts", "--as-of", str(TODAY), "--after", owing[0])
    assert json.loads(told("accounts", "--as-of", "2026-01-01", "--json"))["accounts"] == []


def test_an_unknown_account_is_told(configured: Hub):
    """One sentence, exit code 2."""
    assert "no account 999999999RM0001" in told("account", "999999999RM0001", code=2)
