"""Which account a payment is for, in named steps; what is not certain waits, for a reason.

What a text names leads to an account (``STEPS``); a doubt holds the payment back (``DOUBTS``).
Names of payers and amounts link nothing: they confirm, or contradict, what is named
(docs/decisions/0096).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from stdnum.ca import bn

from mappers.payments import references as named
from mappers.payments.references import beside_references, plain_name, references_of

Mask = npt.NDArray[np.bool_]

_BN9: Final = 9
_NAME_LEAST: Final = 6
"""Letters of a payer's name that is taken from a text: fewer may be any word."""


class Step(StrEnum):
    """How an account was found."""

    ACCOUNT = "account"
    TRANSACTIONS = "transactions"
    BUSINESS = "business"


class Doubt(StrEnum):
    """Why a payment waits."""

    NOTHING = "names nothing known"
    SEVERAL = "names several accounts"
    JOINED = "other digits stand beside the account"
    UNCONFIRMED = "neither the amount nor the payer confirms it"
    CONTRADICTED = "the payer and the amount contradict it"


@dataclass(frozen=True)
class Payees:
    """What the book knows of all that payments name, at the end of the day before.

    ``accounts`` are ``code, bn9``: those named, and all of businesses that are named.
    ``transactions`` are ``transaction_number, code, amount_cents, open_cents``, ``debts`` ``code,
    due_on, open_cents`` of what the accounts here owe, ``payers`` ``payer, code, payments``: whom a
    payer (``plain_name``) paid before and how often; 0 where it is the client's own name.
    """

    accounts: pd.DataFrame
    transactions: pd.DataFrame
    debts: pd.DataFrame
    payers: pd.DataFrame


NOBODY: Final = Payees(
    accounts=pd.DataFrame({"code": [], "bn9": []}, dtype="str"),
    transactions=pd.DataFrame(
        {"transaction_number": [], "code": [], "amount_cents": [], "open_cents": []}
    ).astype({"transaction_number": "str", "code": "str"}),
    debts=pd.DataFrame({"code": [], "due_on": [], "open_cents": []}).astype({"code": "str"}),
    payers=pd.DataFrame({"payer": [], "code": [], "payments": []}).astype(
        {"payer": "str", "code": "str"}
    ),
)
"""Where nothing is known."""


def payers_of(payments: pd.DataFrame) -> "pd.Series[str]":
    """Return who pays, as names are compared; empty where nothing tells.

    ``payments`` have ``payer_name`` and ``told``, from which it is taken where the bank names none.
    """
    told = [
        plain_name(name) if isinstance(name, str) and name else _payer_in(text)
        for name, text in zip(payments["payer_name"], payments["told"], strict=True)
    ]
    return pd.Series(told, index=payments.index, dtype="str")


@dataclass(frozen=True)
class Names:
    """What payments name, to be asked for: businesses, transactions, and who pays."""

    businesses: frozenset[str]
    numbers: frozenset[str]
    payers: frozenset[str]


def names_of(payments: pd.DataFrame) -> Names:
    """Return what is to be known of payments before they are matched."""
    found = named_by(payments)
    numbers = found["kind"] == named.TRANSACTION
    return Names(
        frozenset(found["value"][~numbers].str[:_BN9]),
        frozenset(found["value"][numbers]),
        frozenset(payers_of(payments)) - {""},
    )


def transactions_named(payments: pd.DataFrame) -> Iterator[list[str | None]]:
    """Yield the first transaction that each payment names, then the second, as long as one has."""
    found = named_by(payments)
    found = found[found["kind"] == named.TRANSACTION]
    for _, rows in found.groupby(found.groupby("payment").cumcount()):
        numbers = dict(zip(rows["payment"], rows["value"], strict=True))
        yield [numbers.get(place) for place in range(len(payments))]


def named_by(payments: pd.DataFrame) -> pd.DataFrame:
    """Return what payments name (``references.REFERENCE``): in their texts, and as ``bn15``."""
    columns = zip(payments["told"], payments["bn15"], strict=True)
    return references_of(" | ".join(filter(_is_text, told)) for told in columns)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _payer_in(text: object) -> str:
    found = plain_name(beside_references(text)) if isinstance(text, str) else ""
    return found if len(found) >= _NAME_LEAST else ""


@dataclass(frozen=True)
class Case:
    """Payments by place, what they name and lead to, and what is known of it.

    ``leads`` are ``payment, step, code, joined, bare``, one row a reference that leads somewhere;
    ``bare`` is whether nothing but the number of a business was named, under another program.
    """

    cents: npt.NDArray[np.int64]
    payers: npt.NDArray[np.object_]
    named: pd.DataFrame
    leads: pd.DataFrame
    codes: npt.NDArray[np.object_]
    known: Payees
    history_least: int


def match(payments: pd.DataFrame, known: Payees, *, history_least: int) -> pd.DataFrame:
    """Return ``account, step, doubt`` of each payment, in the order given; an account or a doubt.

    ``payments`` have ``told, bn15, payer_name, amount_cents``. A payer's history counts from
    ``history_least`` payments on.
    """
    found = named_by(payments)
    leads = pd.concat([step(found, known) for step in STEPS], ignore_index=True)
    count = len(payments)
    first = leads.drop_duplicates("payment").set_index("payment")
    codes, steps = (
        first[name].reindex(range(count)).astype(object).to_numpy(copy=True)
        for name in ("code", "step")
    )
    case = Case(
        payments["amount_cents"].to_numpy("int64"),
        payers_of(payments).to_numpy(object),
        found,
        leads,
        codes,
        known,
        history_least,
    )
    doubt = np.full(count, None, dtype=object)
    for name, doubts in reversed(DOUBTS.items()):
        doubt[doubts(case)] = name.value
    waits = pd.notna(doubt)
    codes[waits] = steps[waits] = None
    columns = {"account": codes, "step": steps, "doubt": doubt}
    return pd.DataFrame(columns, index=payments.index)


def _lead(
    rows: pd.DataFrame, step: Step, *, bare: "pd.Series[bool] | bool" = False
) -> pd.DataFrame:
    return rows.assign(step=step.value, bare=bare)[["payment", "step", "code", "joined", "bare"]]


def by_account(found: pd.DataFrame, known: Payees) -> pd.DataFrame:
    """Lead to the registered account whose number, or statement's number, is written."""
    rows = found[found["kind"] == named.ACCOUNT]
    rows = rows.merge(known.accounts[["code"]], left_on="value", right_on="code")
    return _lead(rows, Step.ACCOUNT)


def by_transactions(found: pd.DataFrame, known: Payees) -> pd.DataFrame:
    """Lead to the importer of the declaration whose number is written."""
    rows = found[found["kind"] == named.TRANSACTION]
    owners = known.transactions[["transaction_number", "code"]]
    rows = rows.merge(owners, left_on="value", right_on="transaction_number")
    return _lead(rows, Step.TRANSACTIONS)


def by_business(found: pd.DataFrame, known: Payees) -> pd.DataFrame:
    """Lead to the only account of the business whose number is written, its check digit right."""
    rows = found[found["kind"] == named.BUSINESS]
    if rows.empty:
        return _lead(rows.assign(code=""), Step.BUSINESS)
    rows = rows[[bn.is_valid(value) for value in rows["value"].tolist()]]
    alone = known.accounts[~known.accounts["bn9"].duplicated(keep=False)]
    rows = rows.merge(alone, left_on="value", right_on="bn9")
    return _lead(rows, Step.BUSINESS, bare=rows["program"] != "")


STEPS: Final[tuple[Callable[[pd.DataFrame, Payees], pd.DataFrame], ...]] = (
    by_account,
    by_transactions,
    by_business,
)
"""The surest first: each leads from references to accounts."""


def names_nothing(case: Case) -> Mask:
    """Hold what leads to no account."""
    return pd.isna(case.codes)


def names_several(case: Case) -> Mask:
    """Hold what leads to several accounts, or names one that is not registered beside another."""
    codes = case.leads.groupby("payment")["code"].nunique()
    mask = _mask(case, codes.index[codes > 1])
    accounts = case.named[case.named["kind"].isin([named.ACCOUNT, named.CUT])]
    unknown = ~accounts["value"].isin(case.known.accounts["code"])
    businesses = case.named[case.named["kind"] == named.BUSINESS]
    other = businesses.assign(own=_bn9(case.codes)[businesses["payment"]])
    other = other[other["own"].notna() & (other["own"] != other["value"])]
    return mask | _mask(case, accounts["payment"][unknown]) | _mask(case, other["payment"])


def stands_beside_digits(case: Case) -> Mask:
    """Hold an account that is joined with other digits: it may be a part of another number."""
    joined = case.leads[(case.leads["step"] == Step.ACCOUNT.value) & case.leads["joined"]]
    return _mask(case, joined["payment"])


def is_unconfirmed(case: Case) -> Mask:
    """Hold a transaction alone, or another program's account, that nothing else confirms.

    Neither has a check digit that says customs duties of this importer were meant. The amount
    confirms that is the sum of exactly the debts named, or is owed; so does who paid it before.
    """
    weak = case.leads["step"].eq(Step.TRANSACTIONS.value) | case.leads["bare"]
    sure = _mask(case, case.leads["payment"][~weak])
    asked = ~sure & pd.notna(case.codes)
    asked &= ~(_is_sum_of_named(case) | _is_usual(case))
    return asked & ~_is_owed(case, asked)


def is_contradicted(case: Case) -> Mask:
    """Hold a live account that the payer and the amount contradict: it may be a wrong one.

    The amount is nothing that the account owes, and the payer pays for one other business alone,
    or owes just that amount on another account of his.
    """
    usual = _usual(case)
    elsewhere = usual["payment"][usual["code"].to_numpy() != case.codes[usual["payment"]]]
    strange = _mask(case, elsewhere) & pd.notna(case.codes) & ~_is_sum_of_named(case)
    strange &= ~_is_owed(case, strange)
    rows = usual[strange[usual["payment"].to_numpy()]]
    if rows.empty:
        return np.zeros(len(case.codes), dtype=bool)
    own = _bn9(case.codes)
    rows = rows.assign(bn9=rows["code"].str[:_BN9], own=own[rows["payment"]])
    of_payer = rows.groupby("payment").agg(
        businesses=("bn9", "nunique"), bn9=("bn9", "first"), own=("own", "first")
    )
    for_another = of_payer[(of_payer["businesses"] == 1) & (of_payer["bn9"] != of_payer["own"])]
    others = rows[rows["code"].to_numpy() != case.codes[rows["payment"]]]
    owed = _amounts_owed(case.known, others["code"]).merge(
        others.assign(cents=case.cents[others["payment"]]), on=["code", "cents"]
    )
    return _mask(case, for_another.index) | _mask(case, owed["payment"])


DOUBTS: Final[dict[Doubt, Callable[[Case], Mask]]] = {
    Doubt.NOTHING: names_nothing,
    Doubt.SEVERAL: names_several,
    Doubt.JOINED: stands_beside_digits,
    Doubt.UNCONFIRMED: is_unconfirmed,
    Doubt.CONTRADICTED: is_contradicted,
}
"""Why a payment waits; of several reasons the first is told."""


def _mask(case: Case, places: "pd.Series[int] | pd.Index[int]") -> Mask:
    mask = np.zeros(len(case.codes), dtype=bool)
    mask[np.asarray(places, dtype=np.int64)] = True
    return mask


def _bn9(codes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    return np.array([code[:_BN9] if isinstance(code, str) else None for code in codes], object)


def _amounts_owed(known: Payees, codes: "pd.Series[str]") -> pd.DataFrame:
    """Return ``code, cents`` of accounts: each open debt, what is due on one day, what is owed."""
    debts = known.debts[known.debts["code"].isin(codes.unique())]
    debts = debts.rename(columns={"open_cents": "cents"})
    of_a_day = debts.groupby(["code", "due_on"])["cents"].sum().reset_index()
    of_all = debts.groupby("code")["cents"].sum().reset_index()
    owed = [each[["code", "cents"]] for each in (debts, of_a_day, of_all)]
    return pd.concat(owed, ignore_index=True).drop_duplicates()


def _is_owed(case: Case, asked: Mask) -> Mask:
    """Whether the amount, of payments that are asked about, is one that the account found owes."""
    places = np.flatnonzero(asked)
    rows = pd.DataFrame(
        {"code": case.codes[places], "cents": case.cents[places], "payment": places}
    ).astype({"code": "str"})
    if rows.empty:
        return _mask(case, rows["payment"])
    return _mask(
        case, rows.merge(_amounts_owed(case.known, rows["code"]), on=["code", "cents"])["payment"]
    )


def _is_sum_of_named(case: Case) -> Mask:
    """Whether the amount is the sum of exactly the debts named, as billed or as far as open."""
    rows = case.named[case.named["kind"] == named.TRANSACTION]
    rows = rows.merge(case.known.transactions, left_on="value", right_on="transaction_number")
    sums = rows.groupby("payment")[["amount_cents", "open_cents"]].sum()
    cents = case.cents[sums.index]
    equal = (sums["amount_cents"].to_numpy() == cents) | (sums["open_cents"].to_numpy() == cents)
    return _mask(case, sums.index[equal])


def _usual(case: Case) -> pd.DataFrame:
    """Return ``payment, code``: the accounts that the payer of each has paid, or that are his."""
    payers = case.known.payers
    paid = payers.groupby("payer")["payments"].transform("sum")
    payers = payers[(payers["payments"] == 0) | (paid >= case.history_least)]
    asked = pd.DataFrame({"payment": np.arange(len(case.codes)), "payer": case.payers})
    return asked[asked["payer"] != ""].merge(payers, on="payer")[["payment", "code"]]


def _is_usual(case: Case) -> Mask:
    """Whether the payer has paid the account before, or it is his own."""
    usual = _usual(case)
    return _mask(case, usual["payment"][usual["code"].to_numpy() == case.codes[usual["payment"]]])
