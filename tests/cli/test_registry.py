import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from tests import made
from tests.conftest import TODAY
from tests.sending import send

REJECTED = Path(__file__).parents[1] / "rejected"
BN15 = "545352437RM0001"
runner = CliRunner(env={"COLUMNS": "240"})


def test_a_delivery_is_shown_then_loaded(configured: Hub, tmp_path: Path):
    """Without --yes a delivery is only shown; with it, loaded once, and listed with its loader."""
    path = tmp_path / "rpp.csv"
    path.write_text(f"bn15,program,effective_from\n{BN15},RPP,2026-12-01\n", encoding="utf-8")
    for _ in range(2):
        shown = runner.invoke(app, ["registry", "load", str(path)])
        assert shown.exit_code == 0 and f"added: enrolment  {BN15} RPP" in shown.output
        assert "1 facts would change; add --yes" in shown.output
    done = runner.invoke(app, ["registry", "load", str(path), "--yes", "--by", "an officer"])
    assert done.exit_code == 0 and "Load 2: 1 facts." in done.output
    again = runner.invoke(app, ["registry", "load", str(path), "--yes", "--language", "fr"])
    assert again.exit_code == 0 and "REG-011" in again.output and "Rien de neuf" in again.output
    listed = runner.invoke(app, ["registry", "loads"]).output
    assert "rpp.csv" in listed and "an officer (shell:" in listed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_refused_delivery_says_why(configured: Hub, language: str):
    """A wrong delivery exits 1 with code, line, sentence and remedy, in either language."""
    path = REJECTED / "REG-006" / "delivery.csv"
    done = runner.invoke(app, ["registry", "load", str(path), "--yes", "--language", language])
    assert done.exit_code == 1 and "REG-006 delegation" in done.output
    said = {
        "en": "line 2 bn15: “100000009RM0001” is not",
        "fr": "ligne 2 bn15: « 100000009RM0001 »",
    }
    assert said[language] in done.output
    data = runner.invoke(app, ["registry", "load", str(path), "--json"])
    assert data.exit_code == 1 and len(json.loads(data.output)["findings"]) == 2


def test_an_account_is_shown_as_of_a_day(configured: Hub, tmp_path: Path):
    """Show says what holds on a day, in either language or as JSON, and all that was loaded."""
    path = tmp_path / "a.csv"
    path.write_text(f"bn15,program,effective_from\n{BN15},RPP,2026-12-01\n", encoding="utf-8")
    runner.invoke(app, ["registry", "load", str(path), "--yes"])
    before = runner.invoke(app, ["registry", "show", BN15, "--on", "2026-11-30"]).output
    assert before.startswith(f"{BN15} Bluewater Marine Parts Ltd. on 2026-11-30")
    assert "Enrolment\n  none" in before and "a.csv" in before
    after = runner.invoke(app, ["registry", "show", BN15, "--on", "2026-12-01", "--language", "fr"])
    assert "RPP: Mainlevée avant paiement" in after.output and "Historique" in after.output
    shown = runner.invoke(app, ["registry", "show", BN15, "--on", "2026-12-01", "--json"])
    dossier = json.loads(shown.output)
    assert dossier["facts"]["enrolment"][0]["effective_from"] == "2026-12-01"
    assert [row["partner_id"] for row in dossier["facts"]["delegation"]] == ["pacificline"]
    for asked in (["100000009RM0001"], [BN15, "--known", "2020-01-01"]):
        unknown = runner.invoke(app, ["registry", "show", *asked])
        assert unknown.exit_code == 2 and "has no account" in unknown.output


def test_a_name_with_brackets_is_shown_as_it_is(configured: Hub, tmp_path: Path):
    """What was delivered is text for the screen, never markup."""
    path = tmp_path / "c.csv"
    path.write_text(f"bn9,effective_from,legal_name\n{BN15[:9]},2026-01-01,[/] [red]Co.\n")
    done = runner.invoke(app, ["registry", "load", str(path), "--yes"])
    shown = runner.invoke(app, ["registry", "show", BN15, "--on", "2026-12-01"])
    assert done.exit_code == shown.exit_code == 0
    assert "[/] [red]Co." in done.output and shown.output.count("[/] [red]Co.") == 2


def test_a_user_is_linked_listed_and_revoked(configured: Hub, tmp_path: Path):
    """Link asks, lists and revokes; a wrong answer and no account read the same."""
    declaration = made.maker(9).declaration()
    for name, content in (
        ("cad.edi", made.cusdec([declaration])),
        ("pay.xml", made.payments([(declaration.importer, "12.34")])),
    ):
        (tmp_path / name).write_bytes(content)
        send(configured, tmp_path / name, TODAY)
    bn15 = declaration.importer
    right = [
        *("--transaction", declaration.transaction_number, "--duties", f"{declaration.payable}"),
        *("--payment", "12.34", "--paid-on", f"{TODAY}"),
    ]
    wrong = [*right[:5], "12.35", *right[6:]]
    told = [
        runner.invoke(app, ["link", "ask", "me", account, *wrong])
        for account in (bn15, "100000009RM0001")
    ]
    assert [done.exit_code for done in told] == [1, 1]
    assert told[0].output == told[1].output
    assert runner.invoke(app, ["link", "ask", "me", bn15, *right]).exit_code == 0
    assert bn15 in runner.invoke(app, ["link", "list", "--user", "me"]).output
    for code in (0, 1):
        done = runner.invoke(app, ["link", "revoke", "me", bn15, "--reason", "gone", "--by", "x"])
        assert done.exit_code == code
    assert "x (shell:" in runner.invoke(app, ["link", "list", "--account", bn15]).output
    assert "gone" in runner.invoke(app, ["link", "list", "--account", bn15]).output
    odd = runner.invoke(app, ["link", "ask", "me", bn15, "--payment", "1,00"])
    assert odd.exit_code == 2 and "not an amount" in odd.output
