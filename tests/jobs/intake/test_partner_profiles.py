"""What was agreed with a partner: message types, acknowledgements, amounts, numbering."""

import logging
from dataclasses import replace

import pytest
from lxml import etree

from jobs.hub import Hub
from simulator.files import xml
from tests import made, sending
from tests.changing import change
from tests.conftest import TODAY

NUMBER = "44567"


@pytest.fixture
def send(hub: Hub):
    """Send bytes as one file of a partner; return its outcome."""
    return lambda content, partner: sending.send(hub, content, TODAY, partner).outcome


def declaration(seed: int, faulty: bool = False):  # noqa: FBT001
    """A declaration of the importer who files for himself."""
    maker = made.maker(seed)
    one = maker.faulty("CAD-003") if faulty else maker.declaration(lines=2)
    number = NUMBER + one.transaction_number[5:]
    return replace(one, transaction_number=number, filer=NUMBER, importer="369975701RM0001")


def batch(reference: str, *declarations) -> bytes:
    return xml.batch(
        list(declarations),
        sender="TIDEWATER",
        recipient="CARMHUB",
        reference=reference,
        prepared_at=made.PREPARED_AT,
    )


def agree(hub: Hub, partner: str, **profile: object) -> None:
    """Agree on something else with a partner."""
    for name, value in profile.items():
        change(
            hub,
            f"UPDATE partner SET {name} = :value WHERE partner_id = :partner",
            value=value,
            partner=partner,
        )


def rows(hub: Hub, sql: str) -> list[dict[str, object]]:
    with hub.book.transaction() as tx:
        return [dict(row) for row in tx.rows(sql)]


def test_what_is_not_agreed_is_refused(hub: Hub, send):
    """A message type that was not agreed is refused, by a finding that names what is."""
    broker = made.broker().partner_id
    agree(hub, broker, messages="CAD")
    assert send(made.cusdec([made.maker(1).declaration()]), broker) == "rejected"
    (found,) = rows(hub, "SELECT code, value, expected FROM finding")
    assert found == {"code": "EDI-021", "value": "CUSDEC:D:13B", "expected": "CAD"}
    assert send(made.cad_xml([made.maker(1).declaration()]), broker) == "posted"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("always", [1, 1, 1]), ("on_error", [0, 1, 1]), ("none", [0, 0, 1])],
)
def test_acknowledgements_follow_the_policy(hub: Hub, send, policy: str, expected: list[int]):
    """CONTRL comes always, when something was refused, or when nothing was read; CUSRES always."""
    broker = made.broker().partner_id
    agree(hub, broker, acknowledgement=policy)
    maker = made.maker(2)
    good, bad = maker.declaration(), maker.faulty("CAD-003")
    counts = []
    for content in (made.cusdec([good], "R1"), made.cusdec([bad], "R2"), b"UNB+UNOC:4+BOREALIS'"):
        before = len(rows(hub, "SELECT FROM outbox WHERE kind = 'CONTRL'"))
        send(content, broker)
        counts.append(len(rows(hub, "SELECT FROM outbox WHERE kind = 'CONTRL'")) - before)
    assert counts == expected
    assert len(rows(hub, "SELECT FROM outbox WHERE kind = 'CUSRES'")) == 2


@pytest.mark.parametrize(("amounts", "whole", "lines"), [("line", 1, 2), ("declaration", 1, 0)])
def test_answers_bear_the_amounts_that_were_asked_for(
    hub: Hub, send, amounts: str, whole: int, lines: int
):
    """By declaration and line, by declaration alone, or not at all."""
    agree(hub, "tidewater", amounts=amounts)
    assert send(batch("T1", declaration(3)), "tidewater") == "posted"
    (document,) = rows(hub, "SELECT sha256 FROM outbox")
    answer = etree.fromstring(hub.kept.get(bytes(document["sha256"])))
    text = etree.tostring(answer).decode()
    assert text.count("<PayableAmount>") == whole
    assert text.count("<SequenceNumeric>") == lines


def test_no_amounts_when_none_were_asked_for(hub: Hub, send):
    """A partner who wants none gets the outcome alone."""
    broker = made.broker().partner_id
    agree(hub, broker, amounts="none")
    send(made.cusdec([made.maker(4).declaration()]), broker)
    (document,) = rows(hub, "SELECT sha256 FROM outbox WHERE kind = 'CUSRES'")
    assert b"BGM+962" in (content := hub.kept.get(bytes(document["sha256"])))
    assert b"MOA+" not in content


def test_a_gap_in_the_numbering_is_an_alert(hub: Hub, send, caplog):
    """A jump is a warning to the partner and in the log; what came is posted all the same."""
    with caplog.at_level(logging.WARNING):
        for reference in ("T0001", "T0002", "T0005", "T0006"):
            seed = int(reference[-1])
            assert send(batch(reference, declaration(10 + seed)), "tidewater") == "posted"
    found = rows(hub, "SELECT code, severity, value, expected FROM finding")
    assert found == [{"code": "EDI-022", "severity": "warning", "value": "T0005", "expected": "3"}]
    assert [r.getMessage() for r in caplog.records] == [
        "partner tidewater: interchange T0005 came, 3 did not"
    ]


def test_numbers_that_mean_nothing_are_no_gap(hub: Hub, send):
    """A partner who does not number his interchanges may call them what he likes."""
    broker = made.broker().partner_id
    for reference in ("R1", "R9"):
        send(made.cusdec([made.maker(int(reference[1])).declaration()], reference), broker)
    assert rows(hub, "SELECT code FROM finding") == []
