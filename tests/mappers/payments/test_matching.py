"""Payments go to the account that they name, or wait: by class of reference, right or waiting."""

import datetime as dt
from collections import Counter

import pandas as pd
import pytest

from mappers.payments.matching import NOBODY, Doubt, Payees, Step, match

LEVIS, MAPLE, NORTH, NORTH_2 = (
    "563448984RM0001", "369975701RM0001", "830171021RM0001", "830171021RM0002",
)  # fmt: skip
SWAPPED = "365448984RM0001"
"""The first with two digits swapped, its check digit right, and live too."""
NUMBERS = {
    "60001000000017": (LEVIS, 120_000),
    "60001000000025": (LEVIS, 34_550),
    "60001000000033": (LEVIS, 5_401),
    "60002000000017": (MAPLE, 77_700),
}
DUE = dt.date(2026, 11, 30)
KNOWN = Payees(
    accounts=pd.DataFrame(
        [(code, code[:9]) for code in (LEVIS, MAPLE, NORTH, NORTH_2, SWAPPED)],
        columns=["code", "bn9"],
    ),
    transactions=pd.DataFrame(
        [(number, code, cents, cents) for number, (code, cents) in NUMBERS.items()],
        columns=["transaction_number", "code", "amount_cents", "open_cents"],
    ),
    debts=pd.DataFrame(
        [(code, DUE, cents) for code, cents in NUMBERS.values()] + [(NORTH_2, DUE, 9_900)],
        columns=["code", "due_on", "open_cents"],
    ),
    payers=pd.DataFrame(
        [
            ("MACHINERIELEVISINC", LEVIS, 0),
            ("CENTREVILLE", LEVIS, 3),
            ("ONCEONLY", LEVIS, 1),
            ("BROKERCO", LEVIS, 5),
            ("BROKERCO", MAPLE, 4),
            ("NORTHTRADING", NORTH, 2),
        ],
        columns=["payer", "code", "payments"],
    ),
)
"""Levis owes three debts, 1,599.51 in all; Maple owes 777.00, North's second account 99.00."""
WAITS = None

WRITTEN_BY_HAND = [
    ("right", "CUSTOMS 563448984RM0001", LEVIS),
    ("right", "563448984RM0001", LEVIS),
    ("spaced", "563 448 984 RM 0001", LEVIS),
    ("spaced", "5634 48984RM 0001", LEVIS),
    ("spaced", "5 6 3 4 4 8 9 8 4 R M 0 0 0 1", LEVIS),
    ("spaced", "563448984\nRM0001", LEVIS),
    ("spaced", "563\u00a0448\u00a0984\u00a0RM\u00a00001", LEVIS),
    ("dashed", "563-448-984-RM-0001", LEVIS),
    ("dashed", "563.448.984/RM/0001", LEVIS),
    ("dashed", "563\u2013448\u2013984\u2013RM0001", LEVIS),
    ("lower case", "563448984rm0001", LEVIS),
    ("lower case", "customs duties, bn 563448984 rm0001 thank you", LEVIS),
    ("labelled", "BN15: 563448984RM0001 ACCT", LEVIS),
    ("labelled", "BN 563448984", LEVIS),
    ("labelled", "Business Number 563 448 984", LEVIS),
    ("labelled", "563448984 RM", LEVIS),
    ("French", "Droits de douane NE 563448984", LEVIS),
    ("French", "Numéro d'entreprise : 563448984RM0001", LEVIS),
    ("French", "Paiement relevé no d’entreprise 563 448 984", LEVIS),
    ("French", "compte de programme 563 448 984 RM 0001 échéance 30 nov.", LEVIS),
    ("run together", "PAIEMENT563448984RM0001NOVEMBRE", LEVIS),
    ("run together", "DOUANES563448984RM0001", LEVIS),
    ("run together", "REF00017563448984RM0001", LEVIS),
    ("run together", "563448984RM0001563448984RM0001", LEVIS),
    ("run together with a digit too many", "563448984RM00015", WAITS),
    ("run together of two", "563448984RM0001369975701RM0001", WAITS),
    ("truncated", "563448984RM00", WAITS),
    ("truncated", "563448984RM000", WAITS),
    ("truncated", "CUSTOMS 5634489", WAITS),
    ("truncated", "448984RM0001", WAITS),
    ("statement", "563448984RM0001-20261125-1", LEVIS),
    ("statement", "Statement 563448984RM0001 20261125 1", LEVIS),
    ("statement", "563448984RM0001202611251", LEVIS),
    ("old statement", "RELEVE 563448984RM0001-20241125-2", LEVIS),
    ("several references", "563448984RM0001 60001000000017", LEVIS),
    ("several references", "563448984RM0001 / 563448984 / 60001000000025", LEVIS),
    ("references apart", "563448984RM0001 60002000000017", WAITS),
    ("references apart", "563448984RM0001 369975701RM0001", WAITS),
    ("unknown beside known", "563448984RM0001 830171021RM0009", WAITS),
    ("not registered", "112233445RM0001", WAITS),
    ("RM number not registered", "563448984RM0002", WAITS),
    ("business with several", "BN 830171021", WAITS),
    ("business with several", "830171021 RM", WAITS),
    ("wrong check digit", "BN 563448985", WAITS),
    ("wrong check digit", "563448985RM0001", WAITS),
    ("bare nine digits", "563448984", WAITS),
    ("letters for digits", "563448984RMOOO1", WAITS),
    ("nothing", "customs duties", WAITS),
    ("nothing", "", WAITS),
]  # fmt: skip
"""As people write: class, text, account; 1.00 by nobody known. Not derived from the patterns."""

CONFIRMED = [
    ("transaction, its amount", "60001000000017", 120_000, "", LEVIS),
    ("transaction, its amount", "pmt 60001-00000-0017", 120_000, "", LEVIS),
    ("transaction, its amount", "6000 1000 0000 17", 120_000, "", LEVIS),
    ("transaction, its payer", "60001000000017", 4_000, "Centre-Ville", LEVIS),
    ("transaction, its owner", "60001000000017", 4_000, "Machinerie Lévis inc.", LEVIS),
    ("transaction alone", "60001000000017", 4_000, "", WAITS),
    ("transaction, paid once by payer", "60001000000017", 4_000, "Once only", WAITS),
    ("another broker's number", "60002000000017", 4_000, "Centre-Ville", WAITS),
    ("sum of three", "60001000000017 60001000000025 60001000000033", 159_951, "", LEVIS),
    ("sum of three", "600010000000176000100000002560001000000033", 159_951, "", LEVIS),
    ("sum of two", "60001000000017,60001000000033", 125_401, "", LEVIS),
    ("sum of two and a cent", "60001000000017,60001000000033", 125_402, "", WAITS),
    ("sum over two importers", "60001000000017 60002000000017", 197_700, "", WAITS),
    ("RT for RM, owed", "563448984RT0001", 34_550, "", LEVIS),
    ("RT for RM, its owner", "563448984 RT 0001", 1, "Machinerie Lévis Inc", LEVIS),
    ("RT for RM, not owed", "563448984RT0001", 12_345, "", WAITS),
    ("RT for RM of several", "830171021RT0001", 9_900, "", WAITS),
    ("own account, any amount", "563448984RM0001", 1, "Machinerie Levis inc", LEVIS),
    ("swapped into a live one", SWAPPED, 34_550, "Centre-Ville", WAITS),
    ("swapped into a live one", SWAPPED, 34_550, "MACHINERIE LÉVIS INC", WAITS),
    ("another's debt, paid exactly", MAPLE, 77_700, "Centre-Ville", MAPLE),
    ("another's account, paid once by payer", MAPLE, 5, "Once only", MAPLE),
    ("a broker's other client", NORTH, 5, "Broker Co", NORTH),
    ("a broker's client owes just that", NORTH, 77_700, "Broker Co", WAITS),
    ("the other account of a client", NORTH_2, 9_900, "North Trading", NORTH_2),
    ("a name alone", "Machinerie Lévis inc.", 34_550, "Machinerie Lévis inc.", WAITS),
    ("an amount alone", "invoice 4471", 34_550, "", WAITS),
]  # fmt: skip
"""Class, text, cents, payer, account."""


def matched(*rows: tuple[str, int, str], known: Payees = KNOWN) -> pd.DataFrame:
    """Match payments of a text, cents and a payer."""
    payments = pd.DataFrame(rows, columns=["told", "amount_cents", "payer_name"])
    payments = payments.assign(bn15=None, payer_name=payments["payer_name"].replace("", None))
    return match(payments, known, history_least=2)


def account_of(text: str, cents: int, payer: str) -> str | None:
    account = matched((text, cents, payer))["account"].iloc[0]
    return account if isinstance(account, str) else None


@pytest.mark.parametrize(("kind", "text", "account"), WRITTEN_BY_HAND)
def test_what_a_text_names(kind: str, text: str, account: str | None):
    """Each spelling leads to its account, and what may be another's waits."""
    assert account_of(text, 100, "") == account, kind


@pytest.mark.parametrize(("kind", "text", "cents", "payer", "account"), CONFIRMED)
def test_what_the_payer_and_the_amount_say(kind, text, cents, payer, account):
    """They confirm what has no check digit and contradict what has one; they link nothing alone."""
    assert account_of(text, cents, payer) == account, kind


def test_all_at_once_is_one_by_one():
    """Payments are matched as a set, and none by what stands beside it."""
    rows = [(text, 100, "") for _, text, _ in WRITTEN_BY_HAND]
    rows += [(text, cents, payer) for _, text, cents, payer, _ in CONFIRMED]
    found = matched(*rows)["account"]
    assert [each if isinstance(each, str) else None for each in found] == [
        account_of(*row) for row in rows
    ]


def test_every_step_and_every_doubt_is_met():
    """Each step links a payment of the tables, and each doubt holds one."""
    rows = [(text, 100, "") for _, text, _ in WRITTEN_BY_HAND]
    rows += [(text, cents, payer) for _, text, cents, payer, _ in CONFIRMED]
    found = matched(*rows)
    assert set(found["step"].dropna()) == {step.value for step in Step}
    assert set(found["doubt"].dropna()) == {doubt.value for doubt in Doubt}
    assert (found["account"].notna() == found["doubt"].isna()).all()


def test_the_account_of_a_structured_field_counts_with_the_text():
    """An account that a format has a field for leads there; a text that names another holds it."""
    payments = pd.DataFrame(
        {
            "told": ["INV 1", None, "INV 369975701RM0001"],
            "bn15": [LEVIS] * 3,
            "payer_name": [None] * 3,
            "amount_cents": [5] * 3,
        }
    )
    found = match(payments, KNOWN, history_least=2)
    assert found["account"].dropna().tolist() == [LEVIS, LEVIS]
    assert found["doubt"].iloc[2] == Doubt.SEVERAL.value


def test_nothing_is_linked_where_nothing_is_known():
    """An empty book holds every payment, and none is an order of none."""
    rows = [(text, cents, payer) for _, text, cents, payer, _ in CONFIRMED]
    assert matched(*rows, known=NOBODY)["account"].isna().all()
    assert matched(known=NOBODY).empty


def test_a_swap_that_luhn_does_not_see_is_not_certain():
    """Of all swaps of two digits of an account, none links but to itself: none other is known."""
    swaps = set()
    for one in range(9):
        for other in range(one):
            digits = list(LEVIS)
            digits[one], digits[other] = digits[other], digits[one]
            swaps.add("".join(digits))
    found = Counter(account_of(each, 34_550, "Centre-Ville") for each in swaps)
    assert len(swaps) > 20 and SWAPPED in swaps
    assert set(found) == {None, LEVIS}
