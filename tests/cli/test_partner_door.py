"""What stands at a partner's door, as an operator sees it."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from sftp.arrivals import Arrival
from sftp.door import Left
from tests import made

runner = CliRunner()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class _Door:
    """A door at which a file waits and a hidden one lies."""

    def look(self, folder: str) -> dict[str, Arrival]:
        return {"good.edi": Arrival(f"of {folder}", 3, NOON)}

    def left(self, _folder: str) -> list[Left]:
        return [Left(Arrival("\x1b[31m.left[bold].edi", 5, NOON), "its name begins with a dot")]


def test_what_is_left_alone_is_listed_with_its_reason(
    configured: Hub, monkeypatch: pytest.MonkeyPatch
):
    """What is taken next and what never is; a name does nothing to the screen."""

    @contextmanager
    def opened(_hub: Hub):
        yield _Door()

    monkeypatch.setattr(Hub, "door", opened)
    partner = made.broker().partner_id
    told = runner.invoke(app, ["door", partner], terminal_width=200)
    assert told.exit_code == 0 and f"of /{partner}/in" in told.output
    (line,) = [line for line in told.output.splitlines() if ".left" in line]
    assert "left alone: its name begins with a dot" in line and "2026-11-20 12:00 UTC" in line
    assert ".left[bol" in line and "\x1b[31m" not in told.output


def test_a_partner_that_there_is_not_is_told(configured: Hub):
    """A slip of the pen is told with the partners that there are."""
    told = runner.invoke(app, ["door", "nobody"], terminal_width=200)
    assert told.exit_code == 2 and made.broker().partner_id in told.output
