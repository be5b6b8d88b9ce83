"""Matching: payments of a day against what a large book knows, on one core."""

import datetime as dt
import time
from random import Random
from typing import Final

import numpy as np
import pandas as pd

from bench.result import Figure, Result
from mappers.payments.matching import Payees, match

PAYMENTS: Final = 100_000
ACCOUNTS: Final = 300_000
DEBTS: Final = 2_000_000
SECONDS: Final = 10.0
_DUE: Final = (dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2027, 1, 29))


def match_payments() -> Result:
    """Match 100,000 payments against 300,000 accounts and 2,000,000 open debts.

    What they say is written in many ways; each payer has paid before. The measure is processor
    time, so that what else runs on the machine does not count.
    """
    random = Random(18)
    codes = np.array([f"{100_000_000 + 7 * number}RM0001" for number in range(ACCOUNTS)], object)
    owners = np.random.default_rng(18).integers(0, ACCOUNTS, DEBTS)
    numbers = np.array([f"60001{number:09}" for number in range(DEBTS)], object)
    cents = np.arange(DEBTS, dtype="int64") * 37 % 9_000_000 + 100
    debts = pd.DataFrame(
        {
            "code": codes[owners],
            "due_on": np.array(_DUE, object)[np.arange(DEBTS) % len(_DUE)],
            "open_cents": cents,
        }
    )
    known = Payees(
        pd.DataFrame({"code": codes, "bn9": [code[:9] for code in codes]}),
        pd.DataFrame(
            {
                "transaction_number": numbers,
                "code": codes[owners],
                "amount_cents": cents,
                "open_cents": cents,
            }
        ),
        debts,
        pd.DataFrame(
            {
                "payer": [f"PAYER{number}" for number in range(ACCOUNTS)],
                "code": codes,
                "payments": 3,
            }
        ),
    )
    paid = [random.randrange(DEBTS) for _ in range(PAYMENTS)]
    payments = pd.DataFrame(
        {
            "told": [
                _written(place, codes[owners[debt]], numbers[debt])
                for place, debt in enumerate(paid)
            ],
            "bn15": None,
            "payer_name": [f"Payer {owners[debt]}" for debt in paid],
            "amount_cents": cents[paid],
        }
    )
    started = time.process_time()
    found = match(payments, known, history_least=2)
    seconds = time.process_time() - started
    right = int((found["account"] == codes[owners[paid]]).sum())
    if right != PAYMENTS:
        raise ValueError(f"{right} of {PAYMENTS} are linked right")
    return Result(
        name="match_payments",
        ours=Figure("matched", seconds, "s"),
        other=Figure("bound", SECONDS, "s"),
        ratio=seconds / SECONDS,
        target=1.0,
        sizes={"payments": PAYMENTS, "accounts": ACCOUNTS, "debts": DEBTS},
        at_least=False,
    )


def _written(place: int, code: str, number: str) -> str:
    bn9, last = code[:9], code[11:]
    return (
        f"CUSTOMS {code} E{place:09}",
        f"Droits de douane NE {bn9[:3]} {bn9[3:6]} {bn9[6:]} RM {last}",
        f"DOUANES{code}PAIEMENT",
        f"{code}-20261125-1",
        f"pmt {number}",
    )[place % 5]
