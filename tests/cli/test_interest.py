"""The interest of an account, shown stretch by stretch in both languages and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.bank_files import ACCOUNT
from tests.jobs.receivables.test_late_payment import E, happened

runner = CliRunner()


@pytest.fixture
def late(filled, configured):
    """A shell on a hub in which a debt was paid late."""
    return filled(happened)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("interest of 71.82", "2026-12-02", "21", "8.3%", "14,975.00", "71.67", "-6.81")),
        ("fr", ("intérêts de 71,82", "taux annuel", "8,3", "71,67")),
    ],
)
def test_each_stretch_is_shown(late, language: str, shown: tuple[str, ...]):
    """From, to, days, rate, base, interest; and every posting."""
    done = runner.invoke(app, ["interest", ACCOUNT, "--language", language])
    assert done.exit_code == 0, done.output
    told = done.output.replace("\xa0", " ").replace("\u202f", " ").replace("−", "-")
    assert [each for each in shown if each not in told] == []


def test_json_has_every_number(late):
    """Whole cents, days and millionths; of one document where it is named."""
    asked = ["interest", ACCOUNT, "--document", E.transaction_number, "--json"]
    (found,) = json.loads(runner.invoke(app, asked).output)
    assert found["interest_cents"] == 7_182
    assert [each["posted_cents"] for each in found["postings"]] == [7_852, -681, 11]
    assert found["stretches"][1] == {
        "first_on": "2026-12-23", "last_on": "2026-12-31", "rate_ppm": 83_000, "days_of_year": 365,
        "base_cents": 7_167, "interest_cents": 15, "days": 9,
    }  # fmt: skip


def test_an_account_that_the_book_has_not(late):
    """It is told, with exit code 1; an account without interest says so."""
    assert runner.invoke(app, ["interest", "999999999RM0001"]).exit_code != 0
    done = runner.invoke(app, ["interest", ACCOUNT, "--document", "none"])
    assert "no interest was posted" in done.output
