import pandas as pd
import pytest

from mappers.filing.filing_authority import filing_delegations


def authority(
    delegation: tuple[str, str] = ("2025-01-01", "9999-12-31"),
    number: tuple[str, str] = ("1998-01-01", "9999-12-31"),
    role: str = "pPAM",
) -> list[list[str]]:
    """The periods in which partner ``p`` may file for account ``A`` under 11111."""
    roles = pd.DataFrame(
        [
            ("pPAM", "2024-10-21", "9999-12-31", "yes"),
            ("Reader", "2024-10-21", "9999-12-31", "no"),
            ("Editor", "2024-10-21", "2026-12-31", "yes"),
        ],
        columns=["code", "effective_from", "effective_to", "may_file"],
    )
    delegations = pd.DataFrame(
        [("A", "p", role, *delegation)],
        columns=["importer", "partner_id", "role", "effective_from", "effective_to"],
    )
    brokers = pd.DataFrame(
        [("11111", "p", *number), ("22222", "q", *number)],
        columns=["filer", "partner_id", "effective_from", "effective_to"],
    )
    return filing_delegations(delegations, brokers, roles).to_numpy().tolist()


def test_all_three_must_hold():
    """One files from the day the last of the three begins, to the day the first of them ends."""
    assert authority() == [["A", "11111", "2025-01-01", "9999-12-31"]]
    shorter = authority(number=("2025-06-01", "2026-05-31"))
    assert shorter == [["A", "11111", "2025-06-01", "2026-05-31"]]
    assert authority(role="Editor") == [["A", "11111", "2025-01-01", "2026-12-31"]]


@pytest.mark.parametrize("number", [("1998-01-01", "2024-12-31"), ("2027-01-01", "9999-12-31")])
def test_periods_that_do_not_meet_give_nothing(number: tuple[str, str]):
    """A number held only before or after the delegation lets nobody file."""
    assert authority(delegation=("2025-01-01", "2026-12-31"), number=number) == []


def test_a_reader_never_files():
    """A role that only reads gives no authority to file."""
    assert authority(role="Reader") == []
