"""``history``, ``explain``, ``review``: what people are shown of a declaration."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.acts import review_versions
from jobs.hub import Hub
from ledger_sync.book.acts import Request
from simulator.files.declaration import Declaration, Reason, new_version, withdrawal
from tests import made
from tests.sending import send

FILED_ON = dt.date(2026, 11, 20)
ADJUSTED_ON = dt.date(2026, 12, 2)


ORIGINAL = made.maker(5).declaration(lines=2)


def adjust(hub: Hub) -> None:
    """Post a declaration, its correction, and an adjustment, which waits."""
    original = ORIGINAL
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
        content = made.cusdec([declaration], reference)
        assert send(hub, content, on, made.broker().partner_id).outcome == "posted"


@pytest.fixture
def adjusted(filled, monkeypatch) -> Declaration:
    """A declaration that was corrected, with an adjustment that waits; the command on its book."""
    hub = filled(adjust)
    monkeypatch.setenv("CARMHUB_DATABASE_URL", hub.settings.database_url)
    monkeypatch.setenv("CARMHUB_KEPT", str(hub.settings.kept_folder))
    return ORIGINAL


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


def put_on_file(hub: Hub, folder: Path, *versions: Declaration) -> str:
    """Send versions one after the other on one day; return their number."""
    for declaration in versions:
        reference = f"V{declaration.version}"
        path = folder / f"{reference}.edi"
        path.write_bytes(made.cusdec([declaration], reference))
        assert send(hub, path, FILED_ON, made.broker().partner_id).outcome == "posted"
    return declaration.transaction_number


def test_the_difference_names_every_element_of_the_declaration(hub, adjusted, tmp_path):
    """Office, cargo, warehouse, number before, reasons, lines, total value; in both languages."""
    filed = replace(
        made.maker(6).declaration(lines=1),
        cad_type="20",
        office="0497",
        warehouse="2345",
        previous_transaction_number="22345000000004",
    )
    (line,) = filed.lines
    corrected = new_version(
        replace(
            filed,
            office="0809",
            warehouse="3456",
            previous_transaction_number="22345000000015",
            cargo_control_number="9ABC11122233",
            lines=(line, replace(line, line_number=2)),
            line_count=2,
        ),
        Reason("R5-00-COT"),
        Reason("R3-32-2-VFD"),
    )
    number = put_on_file(hub, tmp_path, filed, corrected)
    told = json.loads(said("history", number, "--between", "1", "2", "--json"))
    changed = {
        each["element"]: (each["before"], each["after"])
        for each in told
        if each["line_number"] is None
    }
    assert changed["release_office"] == ("0497", "0809")
    assert changed["cargo_control_number"][1] == "9ABC11122233"
    assert changed["warehouse"] == ("2345", "3456")
    assert changed["previous_transaction_number"] == ("22345000000004", "22345000000015")
    assert changed["reasons"] == (None, ["R5-00-COT", "R3-32-2-VFD"])
    assert changed["line_count"] == (1, 2)
    assert changed["total_value_cents"][1] == 2 * changed["total_value_cents"][0]
    english = said("history", number, "--between", "1", "2")
    french = said("history", number, "--between", "1", "2", "--language", "fr")
    assert "release office" in english and "nothing → R5-00-COT, R3-32-2-VFD" in english
    assert all(
        element in french
        for element in (
            "bureau de mainlevée",
            "numéro de contrôle du fret",
            "entrepôt",
            "numéro de transaction précédent",
            "codes de motif",
            "nombre de lignes",
            "valeur totale",
        )
    )


def test_a_withdrawn_declaration_is_said_to_be_one(hub, adjusted, tmp_path):
    """It has no lines to explain: who withdrew it is named, and how to see the version before."""
    filed = made.maker(6).declaration(lines=1)
    number = put_on_file(hub, tmp_path, filed, withdrawal(filed, Reason("R2-74-1-TT")))
    (review,) = (row for row in review_versions.waiting(hub) if row["transaction_number"] == number)
    by_hand = Request("review-1", "officer", "never imported")
    review_versions.decide(hub, review["review_id"], review_versions.APPROVED, by_hand, FILED_ON)
    english = CliRunner().invoke(app, ["explain", number])
    assert english.exit_code == 2
    assert f"{number} was withdrawn by version 2" in english.output
    assert f"carmhub explain {number} --version 1" in " ".join(english.output.split())
    french = CliRunner().invoke(app, ["explain", number, "--language", "fr"])
    assert "a été retirée par la version 2" in french.output
    assert "gst" in said("explain", number, "--version", "1").lower()
    missing = CliRunner().invoke(app, ["explain", number, "--version", "1", "--line", "9"])
    assert "has no line 9" in missing.output


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
    unsaid = CliRunner().invoke(app, ["review", "refuse", "1", "--reason", " ", "--yes"])
    assert unsaid.exit_code == 2 and "needs a reason" in unsaid.output
    approving = ("review", "approve", "1", "--reason", "the certificate proves it")
    assert CliRunner().invoke(app, [*approving], input="n\n").exit_code == 1
    assert "approved" in said(*approving, "--yes")
    assert "nothing waits" in said("review", "list")
    refused = CliRunner().invoke(app, ["review", "refuse", "1", "--reason", "too late now"])
    assert refused.exit_code == 2 and "decided before" in refused.output
