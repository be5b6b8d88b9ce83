"""``balances``: of one account by kind, of all page by page, on the screen and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

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


def told(*arguments: str, code: int = 0) -> str:
    done = runner.invoke(app, ["balances", *arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_one_account_by_kind(owing: list[str]):
    """Each kind of item has a line, then all of them; what is due before a day is overdue."""
    before, after = (
        json.loads(told(owing[0], "--as-of", str(TODAY), "--due-before", day, "--json"))
        for day in (str(TODAY), "2027-01-01")
    )
    (account,), (later,) = before["accounts"], after["accounts"]
    assert account["bn15"] == owing[0] and account["overdue_cents"] == 0
    assert later["overdue_cents"] == later["open_debits_cents"] == account["open_debits_cents"]
    assert account["balance_cents"] == account["open_debits_cents"] - account["open_credits_cents"]
    said = told(owing[0], "--as-of", str(TODAY))
    assert all(word in said for word in (*account["by_kind"], "in all", f"as of {TODAY}"))


def test_all_accounts_page_by_page(owing: list[str]):
    """A page names the account after which the next begins; before the first booking is nothing."""
    whole = json.loads(told("--as-of", str(TODAY), "--json"))["accounts"]
    assert [account["bn15"] for account in whole] == owing
    first = told("--as-of", str(TODAY), "--limit", "1")
    assert owing[0] in first and f"--after {owing[0]}" in first and owing[-1] not in first
    assert owing[-1] in told("--as-of", str(TODAY), "--after", owing[0])
    assert json.loads(told("--as-of", "2026-01-01", "--json"))["accounts"] == []


def test_an_unknown_account_is_told(configured: Hub):
    """One sentence, exit code 2."""
    assert "no account 999999999RM0001" in told("999999999RM0001", code=2)
