"""What a filer declares of each charge against what we compute."""

import pandas as pd
import pytest

from mappers.checks.declared_charges import differences, differing_values
from tests.mappers.pricing.test_rates_as_of import AFTER, always, price_of, rules_on

DAYS = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), AFTER)
BOTH = pd.concat(
    always("sima_measures").assign(kind=kind, rate_ppm=rate)
    for kind, rate in (("anti_dumping", 100_000), ("countervailing", 50_000))
)
HALF = pd.DataFrame(
    [("special_authority", "98-1001", "sima", "1998-01-01", "9999-12-31", 500_000)],
    columns=["list", "code", "charge", "effective_from", "effective_to", "remitted_ppm"],
)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"duty": 10_000}, {}),
        ({"duty": 10_001, "gst": None}, {"duty": ("100.00", "100.01")}),
        ({"surtax": 0}, {"surtax": ("100.00", "0.00")}),
        ({"anti_dumping": 10_000, "countervailing": 5_000}, {}),
        ({"anti_dumping": 5_000, "countervailing": 10_000}, {}),
        ({"anti_dumping": 10_000, "countervailing": 0}, {"sima": ("150.00", "100.00")}),
        ({"anti_dumping": 10_000}, {}),
        ({"anti_dumping": 15_000}, {"anti_dumping": ("100.00", "150.00")}),
        ({"countervailing": 4_999}, {"countervailing": ("50.00", "49.99")}),
    ],
)
def test_a_charge_that_differs_is_told_with_both_amounts(declared, told):
    """Each charge is compared by itself; the two parts of SIMA together, or the one declared."""
    priced = price_of(DAYS, rules_on("release_on"), {"sima_measures": BOTH})
    assert found(priced, declared) == told


def test_one_part_of_a_charge_that_is_partly_remitted_is_not_compared():
    """Half of both parts is remitted: only their sum can be told."""
    tables = {"sima_measures": BOTH, "reliefs": HALF}
    priced = price_of(DAYS, rules_on("release_on"), tables)
    assert found(priced, {"anti_dumping": 1}) == {}
    assert found(priced, {"anti_dumping": 1, "countervailing": 1}) == {"sima": ("75.00", "0.02")}
    alone = price_of(DAYS, rules_on("release_on"), {"reliefs": HALF})
    assert found(alone, {"anti_dumping": 1}) == {"anti_dumping": ("50.00", "0.01")}


PRICED = pd.DataFrame(
    {
        "message": [0, 1],
        "line_number": [1, 1],
        "function": ["original", "withdrawal"],
        "value_for_duty_cents": [50_000, 0],
        "payable_cents": [2_500, 0],
        "declared_value_for_duty_cents": [50_000, 7],
        "declared_payable_cents": [2_500, 7],
        "byte_from": 3,
        "byte_to": 9,
    }
)
LINES = PRICED[["message", "line_number", "byte_from", "byte_to", "value_for_duty_cents"]].assign(
    declared_value_for_duty_cents=pd.array([50_000, None], dtype="Int64")
)


@pytest.mark.parametrize(
    ("of_lines", "column", "declared", "told"),
    [
        (True, "declared_value_for_duty_cents", 50_001, ("value for duty", "500.00", "500.01")),
        (False, "declared_value_for_duty_cents", 49_999, ("value for duty", "500.00", "499.99")),
        (False, "declared_payable_cents", 100, ("payable", "25.00", "1.00")),
        (False, "declared_payable_cents", None, None),
    ],
)
def test_a_declared_total_that_differs_is_told(of_lines, column, declared, told):
    """Value for duty of a line, of all, and what is payable; nothing of a withdrawal."""
    assert differing_values(PRICED, LINES).empty
    changed = {of_lines: (LINES if of_lines else PRICED).astype({column: "Int64"})}
    changed[of_lines].loc[0, column] = pd.NA if declared is None else declared
    rows = differing_values(changed.get(False, PRICED), changed.get(True, LINES))
    found = [tuple(row) for row in rows[["element", "value", "expected"]].to_numpy()]
    assert found == ([told] if told else [])


def found(priced, declared) -> dict[str, tuple[str, str]]:
    charges = pd.DataFrame(
        {"message": 0, "line_number": 1, "charge": list(declared), "byte_from": 3, "byte_to": 9}
    ).assign(declared_cents=pd.Series(list(declared.values()), dtype="Int64"))
    rows = differences(priced, charges)
    assert set(rows["code"]) <= {"CAD-012"}
    return {
        element: (value, expected)
        for element, value, expected in rows[["element", "value", "expected"]].to_numpy()
    }
