"""The duty calculator prices as declarations are priced, and says why where it cannot."""

import pytest

from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.intake.snapshot import Snapshot, open_snapshot
from jobs.questions import duty
from jobs.questions.duty import LinePrice, price_by_book, price_by_snapshot
from jobs.questions.price_words import step_name, step_words
from ledger.charges import CHARGES
from mappers.pricing.explanation import amounts
from parsers.catalogue import CATALOGUE
from tests import made
from tests.conftest import TODAY
from tests.sending import send

NBSP = "\N{NO-BREAK SPACE}"
BOLTS = {
    "tariff_item": "7318150000",
    "origin_country": "TW",
    "treatment": "02",
    "value_for_currency_conversion": "1000.00",
    "currency": "USD",
    "release_on": "2026-11-10",
    "quantity": "12.5",
    "sima_code": "S",
}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot(ROOT / "config")


def one(snapshot: Snapshot, **said: str | None) -> LinePrice:
    (found,) = price_by_snapshot(snapshot, [{**BOLTS, **said}], accounted_on=TODAY)
    return found


def test_a_line_comes_to_what_its_declaration_posts(hub: Hub, snapshot: Snapshot, tmp_path):
    """Every line of made-up declarations has the amounts that the book computed of it."""
    declarations = [made.maker(seed).declaration(lines=8) for seed in range(61, 65)]
    assert send(hub, made.cusdec(declarations), TODAY).outcome == "posted"
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT l.*, c.release_on FROM cad_line l JOIN cad c USING (cad_id)")
    lines = [
        {
            **{name: row[name] for name in duty.ELEMENTS if name in row and row[name] is not None},
            "value_for_currency_conversion": dollars(row["value_for_currency_conversion_cents"]),
            "quantity": f"{row['quantity_thousandths'] / 1000:.3f}",
            "release_on": row["release_on"].isoformat(),
            "direct_shipment_on": row["direct_shipment_on"].isoformat(),
        }
        for row in rows
    ]
    posted = [{name: row[f"{name}_cents"] for name in ("value_for_duty", *CHARGES)} for row in rows]
    assert len(posted) == 32
    for answers in (
        price_by_book(hub, lines, accounted_on=TODAY),
        price_by_snapshot(snapshot, lines, accounted_on=TODAY),
    ):
        assert [answer.amounts for answer in answers] == posted
        assert [answer.findings for answer in answers] == [()] * len(posted)


def dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def test_nothing_is_written(hub: Hub, monkeypatch):
    """A calculation asks for no transaction that could write."""
    monkeypatch.setattr("ledger_sync.book.connection.Book.transaction", None)
    assert price_by_book(hub, [BOLTS], accounted_on=TODAY)[0].findings == ()


def test_the_steps_are_the_amounts(snapshot: Snapshot):
    """What the steps come to is what was priced, in words of either language."""
    answer = one(snapshot)
    assert amounts(answer.steps) == answer.amounts
    assert answer.payable_cents == sum(answer.amounts[charge] for charge in CHARGES)
    said = [f"{step_name(s, 'en')}: {step_words(s, 'USD', 'en')}" for s in answer.steps]
    assert said == [
        f"value for duty: 1,000.00{NBSP}USD × 1.3825",
        "customs duty: free",
        "anti-dumping duty: 32.1% of $1,382.50",
        f"countervailing duty: 12.5{NBSP}KGM × $1.25/KGM",
        "GST: 5% of $1,841.91",
    ]
    dit = step_words(answer.steps[2], "USD", "fr")
    assert dit == f"32,1{NBSP}% de 1{NBSP}382,50{NBSP}$"


@pytest.mark.parametrize(
    ("on", "code", "duty_cents"), [("2024-12-31", "33", 2500), ("2025-01-01", "33", 0)]
)
def test_a_duty_is_that_of_the_day_of_release(snapshot: Snapshot, on, code, duty_cents):
    """The day before a change of the tariff has the old rate, the day of the change the new one."""
    said = {"tariff_item": "0101477730", "treatment": code, "origin_country": "JP", "quantity": "1"}
    answer = one(snapshot, **said, release_on=on, sima_code=None, currency="CAD")
    assert answer.findings == () and answer.amounts["duty"] == duty_cents


@pytest.mark.parametrize(
    ("said", "code", "element"),
    [
        ({"tariff_item": "7318159999"}, "CAD-003", "tariff_item"),
        ({"tariff_item": "73181500"}, "VAL-003", "tariff_item"),
        ({"tariff_item": None}, "VAL-001", "tariff_item"),
        ({"treatment": "10"}, "CAD-004", "treatment"),
        ({"currency": "XYZ"}, "CAD-023", "currency"),
        ({"direct_shipment_on": "2020-01-06"}, "CAD-006", "currency"),
        ({"direct_shipment_on": "2026-11-11"}, "CAD-017", "direct_shipment_on"),
        ({"unit": "NMB"}, "CAD-016", "unit"),
        ({"sima_code": None}, "CAD-035", "sima_code"),
        ({"sima_code": "Q"}, "CAD-032", "sima_code"),
        ({"surtax_code": "S2502"}, "CAD-044", "surtax_code"),
        ({"cad_type": "ZZ"}, "CAD-026", "cad_type"),
        ({"quantity": None}, "VAL-001", "quantity"),
        ({"quantity": "-1"}, "VAL-002", "quantity"),
        ({"release_on": "2026-02-30"}, "VAL-004", "release_on"),
        ({"value_for_currency_conversion": "1e3"}, "VAL-002", "value_for_currency_conversion"),
        ({"value_for_currency_conversion": "9999999999.99", "currency": "EUR"}, "CAD-042",
         "value_for_currency_conversion"),
    ],
)  # fmt: skip
def test_what_cannot_be_priced_says_why(snapshot: Snapshot, said, code: str, element: str):
    """The finding is the one that a declaration would meet, with the element that it is about."""
    answer = one(snapshot, **said)
    assert (code, element) in [(finding.code, finding.element) for finding in answer.findings]
    assert answer.steps == () and answer.amounts == {} and answer.payable_cents == 0
    assert all(f.code in CATALOGUE and f.element in duty.ELEMENTS for f in answer.findings)


def test_a_wrong_line_costs_no_other(snapshot: Snapshot):
    """Answers come in the order of the lines, whatever is wrong with some of them."""
    lines = [{}, BOLTS, {**BOLTS, "treatment": "99"}, {**BOLTS, "quantity": "25"}]
    found = price_by_snapshot(snapshot, lines, accounted_on=TODAY)
    assert [bool(answer.findings) for answer in found] == [True, False, True, False]
    assert found[3].amounts["sima"] - found[1].amounts["sima"] == 3125 - 1563
    assert price_by_snapshot(snapshot, [], accounted_on=TODAY) == []


def test_charges_of_goods_in_bond_wait(snapshot: Snapshot):
    """Under a type that is not charged the value is computed, and nothing is owed yet."""
    answer = one(snapshot, cad_type="10")
    assert answer.suspended == "cad_type 10" and answer.payable_cents == 0
    assert answer.amounts["value_for_duty"] == 138_250


def test_the_day_decides_by_default(snapshot: Snapshot):
    """Without other dates, goods were shipped on the day of their release."""
    answer = one(snapshot, release_on="2024-10-20")
    assert "CAD-006" in [finding.code for finding in answer.findings]
