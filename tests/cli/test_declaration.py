"""``history``, ``explain``, ``review``: what people are shown of a declaration."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from demo.declarations import Declaration, Reason, new_version
from jobs import collect_files
from jobs.hub import Hub
from tests import made

FILED_ON = dt.date(2026, 11, 20)
ADJUSTED_ON = dt.date(2026, 12, 2)


@pytest.fixture
def adjusted(hub: Hub, tmp_path: Path, monkeypatch) -> Declaration:
    """A declaration that was corrected, with an adjustment that waits; the command on its book."""
    original = made.maker(5).declaration(lines=2)
    first, second = original.lines
    doubled = replace(first, value=f"{2 * Decimal(first.value):.2f}")
    corrected = new_version(replace(original, lines=(doubled, second)), Reason("R5-00-COT"))
    third = new_version(
        replace(corrected, lines=(first, second)), Reason("R2-74-1-TT", "Origin proved since")
    )
    for reference, declaration, on in (
        ("A1", original, FILED_ON),
        ("A2", corrected, FILED_ON),
        ("A3", third, ADJUSTED_ON),
    ):
        path = tmp_path / f"{reference}.edi"
        path.write_bytes(made.cusdec([declaration], reference))
        file_id = collect_files.ingest(hub, path, on, made.broker().partner_id)
        assert collect_files.post(hub, [file_id]) == {"posted": 1}
    monkeypatch.setenv("CARMHUB_DATABASE_URL", hub.settings.database_url)
    monkeypatch.setenv("CARMHUB_KEPT", str(hub.settings.kept_folder))
    return original


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_history_names_every_version(adjusted):
    """Versions come in order, with their reasons and what they wait for; in French too."""
    english = said("history", adjusted.transaction_number)
    assert all(word in english for word in ("original", "correction", "adjustment", "waits"))
    french = said("history", adjusted.transaction_number, "--language", "fr")
    assert "rajustement" in french and "attend jusqu'au 2027-03-02" in french


def test_the_difference_between_two_versions_is_told(adjusted):
    """Each element that differs is named, with what it was and what it became."""
    told = json.loads(said("history", adjusted.transaction_number, "--between", "1", "2", "--json"))
    changed = {(change["line_number"], change["element"]) for change in told}
    assert {(None, "payable_cents"), (1, "value_for_currency_conversion_cents")} <= changed
    assert {number for number, _ in changed} <= {None, 1}
    shown = said("history", adjusted.transaction_number, "--between", "1", "2", "--language", "fr")
    assert "valeur en douane" in shown and "→" in shown


def test_every_amount_is_explained(adjusted):
    """The steps of each line end in the amounts of the version, with the source of each rate."""
    told = json.loads(said("explain", adjusted.transaction_number, "--version", "1", "--json"))
    assert [line["line_number"] for line in told] == [1, 2]
    first = adjusted.lines[0]
    cents = {
        charge: sum(step["cents"] for step in told[0]["steps"] if step["charge"] == charge)
        for charge in ("duty", "gst")
    }
    assert cents == {"duty": int(first.duty * 100), "gst": int(first.gst * 100)}
    assert "exchange_rate" in said("explain", adjusted.transaction_number, "--line", "1")


def test_a_person_sees_decides_and_it_is_done(adjusted):
    """A review is listed, shown with what it would change, approved, and gone from the list."""
    assert adjusted.transaction_number in said("review", "list")
    assert "Owed" in said("review", "show", "1")
    assert "approved" in said("review", "approve", "1", "--reason", "the certificate proves it")
    assert "nothing waits" in said("review", "list")
    refused = CliRunner().invoke(app, ["review", "refuse", "1", "--reason", "too late now"])
    assert refused.exit_code == 2 and "decided before" in refused.output
