"""What of a delivery is not plausible: rates that jump, duties that vanish, whole tables."""

import datetime as dt

import pytest

from mappers.reference.bands import Band, Bands, Share, Unmeasured
from mappers.reference.reference_changes import difference

DAY = dt.date(2026, 11, 20)
SINCE = dt.date(2024, 10, 21)
KEYS = ("currency",)
BANDS = Bands(
    (
        Band(SINCE, "exchange_rate", "rate_ppm", change_percent=10),
        Band(SINCE, "tariff_rate", "rate_ppm", least=1, most=1_000_000),
    ),
    (Share(SINCE, "*", percent=25, rows=2),),
)


def row(rate_ppm: int, first: str, last: str = "9999-12-31", name: str = "USD") -> dict:
    return {"currency": name, "effective_from": first, "effective_to": last, "rate_ppm": rate_ppm}


def told(before: list[dict], after: list[dict], table: str = "exchange_rate", day=DAY) -> list:
    changes = difference(before, after, ("currency", "effective_from"))
    return [
        (each.named, each.value, each.expected)
        for each in BANDS.outside(table, KEYS, before, changes, day)
    ]


@pytest.mark.parametrize(
    ("rate_ppm", "shown"),
    [
        (1_100_000, None),
        (1_100_001, "1.100001"),
        (900_000, None),
        (899_999, "0.899999"),
        (10_000, "0.01"),
    ],
)
def test_a_rate_moves_by_so_much_a_day(rate_ppm: int, shown: str | None):
    """Against the row that was in force on the day before, whichever that was."""
    before = [row(5_000_000, "2026-01-01", "2026-06-30"), row(1_000_000, "2026-07-01")]
    after = [before[0], row(1_000_000, "2026-07-01", "2026-11-19"), row(rate_ppm, "2026-11-20")]
    expected = [] if shown is None else [("USD 2026-11-20", shown, "within 10 % of 1")]
    assert told(before, after) == expected


def test_a_rate_set_again_and_again_goes_no_further():
    """The measure is what was in force before the day of receipt, not what was set since."""
    first = row(1_000_000, "2026-07-01", "2026-11-19")
    assert told([first, row(910_000, "2026-11-20")], [first, row(905_000, "2026-11-20")]) == []
    assert told([first, row(910_000, "2026-11-20")], [first, row(820_000, "2026-11-20")]) == [
        ("USD 2026-11-20", "0.82", "within 10 % of 1")
    ]
    ahead = [first, row(910_000, "2026-11-20", "2026-11-24")]
    assert told(ahead, [*ahead, row(830_000, "2026-11-25")]) == [
        ("USD 2026-11-25", "0.83", "within 10 % of 1")
    ]


def test_after_a_gap_the_newest_row_before_is_the_measure():
    ended = row(1_000_000, "2026-07-01", "2026-07-31")
    assert told([ended], [ended, row(2_000_000, "2026-11-20")]) == [
        ("USD 2026-11-20", "2", "within 10 % of 1")
    ]


def test_what_nothing_was_in_force_before_is_not_plausible():
    """A new currency waits for a person, and so does a rate for days before all others."""
    assert told([], [row(1_000_000, "2026-11-20")]) == [
        ("USD 2026-11-20", "1", "a row that is in force before it")
    ]


def test_a_key_has_a_band_of_its_own():
    bands = Bands((*BANDS.bands, Band(SINCE, "exchange_rate", "rate_ppm", 0, named="CAD")))
    before = [row(1_000_000, "1998-01-01", name="CAD")]
    ended = row(1_000_000, "1998-01-01", "2026-11-19", "CAD")
    after = [ended, row(1_000_001, "2026-11-20", name="CAD")]
    changes = difference(before, after, ("currency", "effective_from"))
    (found,) = bands.outside("exchange_rate", KEYS, before, changes, DAY)
    assert found.expected == "within 0 % of 1"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (65_000, 0, "not less than 0.000001, from 0.065"),
        (65_000, 1_000_001, "at most 1"),
        (0, 0, None),
        (0, 1_000_000, None),
        (65_000, 1, None),
    ],
)
def test_a_duty_to_nothing_or_over_the_most(old: int, new: int, expected: str | None):
    found = told([row(old, "2022-01-01")], [row(new, "2022-01-01")], "tariff_rate")
    assert [each[2] for each in found] == ([] if expected is None else [expected])


def test_a_new_item_may_be_free_but_not_beyond_the_most():
    """Nothing was in force before: only the bounds that hold of anything."""
    assert told([], [row(0, "2026-11-20")], "tariff_rate") == []
    assert [each[2] for each in told([], [row(9_000_000, "2026-11-20")], "tariff_rate")] == [
        "at most 1"
    ]


def test_a_large_part_of_a_table():
    """More than the share, and than the rows that may change anyway; an empty table has none."""
    names = [f"C{number}" for number in range(16)]
    before = [row(100, "2026-01-01", name=name) for name in names]

    def changed(count: int) -> list:
        after = [
            row(101 if at < count else 100, "2026-01-01", name=n) for at, n in enumerate(names)
        ]
        return [each for each in told(before, after) if each[0] == "exchange_rate"]

    assert changed(4) == []
    assert changed(5) == [("exchange_rate", "5 of 16", "at most 25 %")]
    assert [each for each in told([], before) if each[0] == "exchange_rate"] == []


def test_a_table_without_a_key_has_bands_too():
    """As of the prescribed rates of interest, of which one is in force."""
    bands = Bands((Band(SINCE, "prescribed_rate", "rate_ppm", most=250_000),))
    after = [{"effective_from": "2026-11-20", "effective_to": "9999-12-31", "rate_ppm": 300_000}]
    changes = difference([], after, ("effective_from",))
    (found,) = bands.outside("prescribed_rate", (), [], changes, DAY)
    assert (found.named, found.expected) == ("2026-11-20", "at most 0.25")


def test_no_band_before_its_day():
    before, after = [row(1_000_000, "2020-01-01")], [row(9_000_000, "2020-01-01")]
    assert told(before, after, day=dt.date(2024, 10, 20)) == []


MEASURES = Bands(
    (
        Band(SINCE, "sima_measure", "rate_ppm", change_percent=10, most=5_000_000),
        Band(SINCE, "sima_measure", "specific_micros", change_percent=10),
    )
)


def measure(**changes: object) -> dict:
    held = {"currency": "A", "effective_from": "2026-01-01", "effective_to": "9999-12-31"}
    return (
        held | {"rate_ppm": 3_000_000, "specific_micros": 0, "kind": "sum", "source": "a"} | changes
    )


def told_of_measures(before: list[dict], after: list[dict]) -> list[tuple[str, str]]:
    changes = difference(before, after, ("currency", "effective_from"))
    outside = MEASURES.outside("sima_measure", KEYS, before, changes, DAY)
    return [(each.value, each.expected) for each in outside]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([], [("1 removed", "a row in its place")]),
        (
            [measure(effective_to="2026-12-31")],
            [("until 2026-12-31", "a row that goes on from there")],
        ),
        ([measure(kind="shortfall")], [("kind shortfall", "sum")]),
        ([measure(specific_micros=1)], [("0.000001", "within 10 % of 0")]),
        ([measure(rate_ppm=0)], [("0", "within 10 % of 3")]),
        ([measure(rate_ppm=3_300_001)], [("3.300001", "within 10 % of 3")]),
        ([measure(rate_ppm=3_300_000)], []),
        ([measure(source="b")], []),
        (
            [
                measure(effective_to="2026-11-30"),
                measure(effective_from="2026-12-01", rate_ppm=2_900_000),
            ],
            [],
        ),
    ],
)
def test_a_charge_goes_or_changes_only_by_what_a_number_tells(after: list, expected: list):
    """What ends with nothing in its place, or says another word, is plausible by no number."""
    earlier = measure(effective_from="2025-01-01", effective_to="2025-12-31")
    assert told_of_measures([earlier, measure()], [earlier, *after]) == expected


def test_a_charge_is_not_prolonged_by_what_a_number_tells():
    """A measure that would have ended goes on only where it is read."""
    ended = measure(effective_to="2026-12-31")
    (found,) = told_of_measures([ended], [measure(effective_to="2027-12-31")])
    assert found == ("until 2027-12-31", "a row that goes on from there")


def test_a_new_charge_is_not_plausible():
    """Nothing was in force before it that would measure it."""
    expected = "a row that is in force before it"
    assert told_of_measures([], [measure()]) == [("3", expected), ("0", expected)]


def test_no_change_of_what_no_amount_can_be_told_of_is_plausible():
    """All that come, change or go are told at once; before the day of the rule none is."""
    bands = Bands(unmeasured=(Unmeasured(SINCE, "waiver"),))
    before = [row(1, "2026-01-01"), row(1, "2026-01-01", name="EUR")]
    after = [row(2, "2026-01-01"), row(1, "2026-01-01", name="GBP")]
    changes = difference(before, after, ("currency", "effective_from"))

    def of(table: str, day: dt.date) -> list[str]:
        return [each.value for each in bands.outside(table, KEYS, before, changes, day)]

    assert of("waiver", DAY) == ["3 changes"]
    assert of("other", DAY) == of("waiver", SINCE - dt.timedelta(days=1)) == []
    assert list(bands.outside("waiver", KEYS, before, [], DAY)) == []
