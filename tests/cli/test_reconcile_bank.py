"""``carmhub reconcile-bank`` shows the book of each bank account against its statements."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from tests.bank_files import ACCOUNT, statement
from tests.sending import send

FIRST = ["E1 50.00 " + ACCOUNT, "-F1 3.50", "E2 20.00"]


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_command_shows_all_of_it(configured: Hub, monkeypatch, columns: str):
    """Complete on a narrow screen, in a pipe and as JSON; exit code 1 where a row is late."""
    monkeypatch.setenv("COLUMNS", columns)
    send(configured, statement("S1", "100.00", "166.50", *FIRST))
    done = CliRunner().invoke(app, ["reconcile-bank", "--as-of", "2026-12-31"])
    assert done.exit_code == 0, done.output
    for told in ("00011234567", "100.00", "66.50", "166.50", "PAY-005", "F1", "2026-12-20"):
        assert told in done.output
    send(configured, statement("S9", "166.50", "166.50", day="2026-12-24"))
    done = CliRunner().invoke(app, ["reconcile-bank", "--as-of", "2026-12-31", "--json"])
    (account,) = json.loads(done.output)["accounts"]
    assert (done.exit_code, account["closing_cents"], len(account["late"])) == (1, 16_650, 1)
