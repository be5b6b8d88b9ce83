"""``payments``: what is in transit and what is held, on the screen and as JSON."""

import json

from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from tests.bank_files import PARTS, camt, payment_order
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
