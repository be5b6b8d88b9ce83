"""Interest: compounded daily at dated rates, rounded once, equal to its twin to the cent."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.interest.daily_growth import DAY, Growth, PrescribedRate, daily_growth
from billing.interest.interest_on import Bearing, Paid, interest_on
from billing.money_rules import CountingRule
from billing.penalties import Relief
from jobs.rules.money.interest_rules import read_interest_rules
from tests.reference import interest as twin

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "interest"
FIRST = dt.date(2024, 10, 21)
LAST_KEPT = dt.date(2028, 12, 31)


def table(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


COUNTINGS = read_interest_rules(ROOT / "config" / "rules").countings
RATES = [
    PrescribedRate(
        dt.date.fromisoformat(row["effective_from"]),
        dt.date.fromisoformat(row["effective_to"]),
        int(Decimal(row["rate_percent"]) * 10_000),
    )
    for row in table(ROOT / "config" / "reference" / "prescribed_rates.csv")
]
WAIVERS = [
    Relief(dt.date.fromisoformat(row["effective_from"]), dt.date.fromisoformat(row["effective_to"]))
    for row in table(ROOT / "config" / "reference" / "waivers.csv")
    if row["kind"] == "late_payment_interest"
]


def counting(of: str, days_of_year: str = "365") -> tuple[CountingRule, ...]:
    """Return the rules of what bears interest, the days of a year as said."""
    return tuple(
        CountingRule(**(vars(rule) | {"days_of_year": days_of_year}))
        for rule in COUNTINGS
        if rule.of == of
    )


def growth(of: str = "debt", days_of_year: str = "365", rates=RATES, waivers=WAIVERS) -> Growth:
    found = daily_growth(rates, waivers, counting(of, days_of_year), LAST_KEPT)
    assert found is not None
    return found


SPECIFIED, PRESCRIBED = growth(), growth("decision", waivers=())


@pytest.mark.parametrize("case", table(GOLDEN / "amounts.csv"), ids=lambda case: case["case"])
def test_amounts_worked_by_hand(case: dict[str, str]):
    """The interest of each case of the page, by days of a year as the rules say and otherwise."""
    rates = (
        [PrescribedRate(FIRST, dt.date(2028, 12, 31), int(Decimal(case["rate"]) * 10_000))]
        if case["rate"]
        else RATES
    )
    waivers = () if case["rate"] or case["of"] != "debt" else WAIVERS
    bearing = Bearing(
        int(Decimal(case["amount"]) * 100),
        dt.date.fromisoformat(case["first_on"]),
        tuple(
            Paid(dt.date.fromisoformat(day), int(Decimal(amount) * 100))
            for day, amount in (each.split(":") for each in case["paid"].split())
        ),
    )
    through = dt.date.fromisoformat(case["last_on"])
    for days, column in (("365", "interest"), ("actual", "by_actual_days")):
        grown = growth(case["of"], days, rates, waivers)
        cents = int(Decimal(case[column]) * 100)
        assert interest_on(bearing, grown, through).cents == cents, column


def rates_by_day(grown: Growth) -> dict[dt.date, int]:
    return {grown.first_on + n * DAY: rate.rate_ppm for n, rate in enumerate(grown.rates)}


CHANGES = sorted(
    {each.first_on for each in RATES if each.first_on > FIRST}
    | {day for each in WAIVERS for day in (each.first_on, each.last_on + DAY) if day > FIRST}
)


@pytest.mark.parametrize("day", CHANGES, ids=str)
@pytest.mark.parametrize("grown", [SPECIFIED, PRESCRIBED], ids=["specified", "prescribed"])
def test_a_rate_and_a_waiver_hold_from_their_day_on(grown: Growth, day: dt.date):
    """The day before and the day itself each bear what is in force on it, and no other rate."""
    for on in (day - DAY, day):
        (prescribed,) = [each.rate_ppm for each in RATES if each.first_on <= on <= each.last_on]
        waived = grown is SPECIFIED and any(each.covers(on) for each in WAIVERS)
        more = 60_000 if grown is SPECIFIED else 0
        rate = 0 if waived else prescribed + more
        assert grown.rate_on(on).rate_ppm == rate
        bears = interest_on(Bearing(36_500_000_000, on), grown, on)
        assert bears.cents == 100_000_000 * rate // 1_000_000
        assert [each.rate_ppm for each in bears.stretches] == [rate][: rate > 0]


def test_no_rate_is_guessed():
    """Growth ends before the first day without a rate, be it between two quarters."""
    assert SPECIFIED.last_on == RATES[-1].last_on
    assert growth(rates=[*RATES[:3], *RATES[4:]]).last_on == RATES[2].last_on
    with pytest.raises(IndexError):
        interest_on(Bearing(100, FIRST), SPECIFIED, SPECIFIED.last_on + DAY)
    with pytest.raises(IndexError):
        interest_on(Bearing(100, FIRST - DAY), SPECIFIED, SPECIFIED.last_on)
    assert daily_growth([], [], counting("debt"), LAST_KEPT) is None


def test_a_rate_without_an_end_holds_as_long_as_is_asked():
    """A row until the end of time gives days until the last that is asked for, and no more."""
    grown = growth(rates=[PrescribedRate(FIRST, dt.date.max, 25_000)], waivers=())
    assert (grown.first_on, grown.last_on) == (FIRST, LAST_KEPT)


def test_a_half_is_rounded_up():
    """182.50 at 1 % a year bears half a cent a day: an exact half, whatever is computed between."""
    rates = [PrescribedRate(FIRST, FIRST + 9 * DAY, 10_000)]
    grown = growth("decision", rates=rates, waivers=())
    assert interest_on(Bearing(18_250, FIRST), grown, FIRST).cents == 1
    assert interest_on(Bearing(18_249, FIRST), grown, FIRST).cents == 0


LAST = dt.date(2026, 12, 31)
days = st.dates(dt.date(2025, 12, 1), LAST)
amounts = st.integers(1, 5_000_000)


@st.composite
def bearings(draw) -> Bearing:
    first = draw(days)
    amount = draw(amounts)
    paid, corrected = [], 0
    for _ in range(draw(st.integers(0, 4))):
        day, cents = draw(st.dates(first - 9 * DAY, LAST)), draw(st.integers(1, amount))
        if draw(st.booleans()) and corrected + cents <= amount:
            paid.append(Paid(first - 5 * DAY, cents, corrects_on=day))
            corrected += cents
        else:
            paid.append(Paid(day, cents))
    if draw(st.booleans()) and paid and not paid[-1].corrects_on:
        paid[-1] = Paid(paid[-1].counts_on, draw(st.integers(amount, 2 * amount)))
    return Bearing(amount, first, tuple(paid), draw(st.integers(0, 5_000)))


@given(bearing=bearings(), through=days, actual=st.booleans())
def test_equal_to_its_twin(bearing: Bearing, through: dt.date, *, actual: bool):
    """Counted a day at a time in fractions, it comes to the same cents."""
    through = max(through, bearing.interest_from)
    grown = growth("debt", "actual" if actual else "365")
    found = interest_on(bearing, grown, through)
    rates = rates_by_day(grown)
    assert found.cents == twin.interest(bearing, rates, through, actual=actual)
    assert sum(each.interest_cents for each in found.stretches) == found.cents - found.kept_cents
    assert all(each.base_cents >= 0 for each in found.stretches)
    assert found.last_on <= through


@given(bearing=bearings())
def test_what_is_paid_in_full_bears_no_more(bearing: Bearing):
    """Once the amount and its interest are paid to the cent, no later day adds anything."""
    day = bearing.interest_from + 20 * DAY
    if day > LAST:
        return
    cents = interest_on(Bearing(bearing.amount_cents, bearing.interest_from), SPECIFIED, day).cents
    whole = Bearing(
        bearing.amount_cents, bearing.interest_from, (Paid(day, bearing.amount_cents + cents),)
    )
    for later in (day, day + DAY, LAST):
        found = interest_on(whole, SPECIFIED, max(later, day))
        assert (found.cents, found.last_on) == (cents, day)


def test_interest_that_was_paid_is_not_credited():
    """A re-determination lowers unpaid interest as if the debt had been less, and no paid cent."""
    first, paid_on, day = dt.date(2026, 2, 2), dt.date(2026, 3, 3), dt.date(2026, 3, 31)
    correction = Paid(first - 30 * DAY, 500_000, corrects_on=day)
    less = Bearing(500_000, first, (Paid(paid_on, 500_000),))
    unpaid = Bearing(1_000_000, first, (Paid(paid_on, 500_000), correction))
    assert interest_on(unpaid, SPECIFIED, day) == interest_on(less, SPECIFIED, day)
    owed = interest_on(Bearing(1_000_000, first), SPECIFIED, paid_on).cents
    paid = Bearing(1_000_000, first, (Paid(paid_on, 500_000 + owed), correction), owed)
    assert interest_on(paid, SPECIFIED, day).cents == owed
    assert interest_on(Bearing(1_000_000, first, paid.paid), SPECIFIED, day).cents < owed
