"""The names of charges."""

from ledger.charges import CHARGES as CHARGED
from notices.charges import SHOWN
from words.charges import CHARGE_HEADINGS, CHARGES


def test_every_charge_has_a_name():
    """What is charged, and each kind of it, has a name, and a heading on documents."""
    assert {"value_for_duty", *CHARGED, "anti_dumping", "countervailing"} <= set(CHARGES)
    assert set(CHARGED) <= {shown.charge for shown in SHOWN} == set(CHARGE_HEADINGS)
