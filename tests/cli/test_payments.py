"""``payments``: what is in transit and what is held, on the screen and as JSON."""

import json

from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from tests import made
from tests.bank_files import ACCOUNT, OTHER_ACCOUNT, PARTS, balances, camt, payment_order
from tests.conftest import TODAY
from tests.sending import send

runner = CliRunner()


def test_money_that_waits_is_told_and_late_money_fails(configured: Hub):
    """A row a payment; the exit code says whether one waits longer than it may."""
    send(configured, payment_order("1", "E1", PARTS))
    send(configured, camt("camt.053", "S1", ["E2"], whom=None))
    done = runner.invoke(app, ["payments", "--as-of", str(TODAY), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert [row["amount_cents"] for row in found["in_transit"]] == [5000]
    assert [row["last_step"] for row in found["held"]] == ["PMT"]
    said = runner.invoke(app, ["payments", "--as-of", "2027-11-25"])
    assert said.exit_code == 1
    assert all(word in said.output for word in ("TRANSIT_820", "late", "return", "50.00"))


def said(*arguments: str) -> str:
    done = runner.invoke(app, ["payments", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_is_what_the_group_shows_alone(configured: Hub):
    """``payments list`` and bare ``payments`` say the same."""
    send(configured, payment_order("1", "E1", PARTS))
    assert said("list", "--as-of", str(TODAY)) == said("--as-of", str(TODAY))


def test_a_payment_that_waits_is_suggested_and_assigned(configured: Hub):
    """Cut off after the business: its account comes first, with why; the act is done by name."""
    send(configured, camt("camt.053", "S1", ["E1"], whom=f"DUTIES {ACCOUNT[:11]}00"))
    assert balances(configured)["UNIDENTIFIED"] == -5000
    (found,) = json.loads(said("suggest", "S1#1", "--json"))["payments"]
    assert found["suggestions"][0]["account"] == ACCOUNT
    assert found["suggestions"][0]["reasons"] == ["business"]
    assert "the text names its business" in said("suggest", "S1#1")
    assert "le texte nomme son entreprise" in said("suggest", "S1#1", "--language", "fr")
    why = ["--reason", "the payer called", "--yes"]
    assert "done" in said("assign", "S1#1", ACCOUNT, "--amount", "20.00", *why)
    said("assign", "S1#1", OTHER_ACCOUNT, *why)
    assert balances(configured) == {ACCOUNT: -2000, OTHER_ACCOUNT: -3000, "BANK": 5000}
    wrong = runner.invoke(app, ["payments", "assign", "S1#1", ACCOUNT, "--amount", "much", *why])
    assert wrong.exit_code == 2 and "much" in wrong.output


def test_every_act_is_done_from_a_shell(configured: Hub):
    """Moved, held, split over two; a return waits for another person."""
    send(configured, camt("camt.053", "S1", ["E1"]))
    why = ["--reason", "the payer called", "--yes"]
    said("move", "S1#1", OTHER_ACCOUNT, *why)
    said("hold", "S1#1", *why)
    assert balances(configured) == {"BANK": 5000, "UNIDENTIFIED": -5000}
    assert "approve" in said("return", "S1#1", *why)
    said("split", "S1#1", "--to", f"{ACCOUNT}=1.00", "--to", f"{OTHER_ACCOUNT}=49.00", *why)
    assert balances(configured) == {"BANK": 5000, ACCOUNT: -100, OTHER_ACCOUNT: -4900}


def test_a_double_payment_is_shown(configured: Hub):
    """The same payer, amount and account within a week; two parts of one entry are none."""
    for number, day in enumerate(("19", "20"), 1):
        content = made.payments(
            [(ACCOUNT, "12.00"), (OTHER_ACCOUNT, "3.00")], f"N{number}", f"B{number}"
        )
        send(configured, content.replace(b"2026-11-20</Dt>", f"2026-11-{day}</Dt>".encode()))
    found = json.loads(said("doubles", "--since", "2026-11-01", "--json"))["doubles"]
    assert [(row["account"], row["amount_cents"]) for row in found] == [
        (ACCOUNT, 1200), (OTHER_ACCOUNT, 300)
    ]  # fmt: skip
    assert [row["first_reference"] for row in found] == ["B10001", "B10002"]
    assert "of 2026-11-20 is B10001" in said("doubles", "--since", "2026-11-01")
    assert json.loads(said("doubles", "--since", "2026-11-21", "--json"))["doubles"] == []
