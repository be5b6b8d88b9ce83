"""Payments that wait, or went astray: assigned, moved, split, held and returned, each as an act.

Moving takes a payment off its account on an open date, whatever it had paid is owed again since its
own day, and credits it elsewhere as paid when it was paid. The money's side is left alone.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from jobs.acts.reverse_postings import open_act, settle_act
from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, digest_of, record, refuse_unless_shown
from ledger_sync.book import acts, difference, reversal
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.history import balances
from ledger_sync.payments import payment_moves
from ledger_sync.payments.payment_moves import StandingPayment
from mappers.payments.moves import Part, Worked, moved
from words.language import Language
from words.numbers import format_cents
from words.shown import in_markdown

ASSIGN, MOVE, SPLIT, HOLD, RETURN = "assign", "move", "split", "hold", "return"
"""Kinds of acts."""

Selection = Mapping[str, Any]
"""``payment``, as people name it, and ``to``: pairs of an account and cents; None for all of it."""


@dataclass(frozen=True)
class _Effect:
    """What an act does, in natural keys: the same however often it is drafted."""

    payment: str
    kind: str
    accounts: tuple[tuple[str, int], ...]
    undone: tuple[str, ...]
    book_on: dt.date
    cents: int

    def as_markdown(self) -> str:
        amount = format_cents(self.cents, Language.EN)
        rows = [
            f"{self.kind} payment {in_markdown(self.payment)}: {amount} Canadian dollars moved, on"
            f" {self.book_on}.",
            "",
            *(f"- open again: {in_markdown(each)}" for each in self.undone),
            "",
            "| account | change |",
            "|---|---:|",
        ]
        rows += [
            f"| {code} | {format_cents(cents, Language.EN)} |" for code, cents in self.accounts
        ]
        return "\n".join(rows)


def question(hub: Hub, selection: Selection, today: dt.date, *, kind: str) -> Question | None:
    """Return what an act of a kind would do with a payment."""
    request = Request(f"draft {uuid.uuid4()}", "draft", "draft")
    with hub.book.transaction() as tx, tx.rehearsal():
        tx.lock("posting")
        act_id = _do(hub, tx, kind, selection, request, today)
        shown = _effect(tx, act_id, kind, selection)
    subject = f"{kind.capitalize()} payment {selection['payment']}?"
    return Question(subject, shown.as_markdown(), digest_of(shown), shown.cents)


def carry_out(
    hub: Hub, selection: Selection, request: Request, today: dt.date, *, kind: str
) -> str:
    """Do with a payment what was approved; again, it changes nothing.

    Raises JobRefused where it comes to something else by now.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        if acts.carried_out(tx, kind, request, selection):
            return f"{request.key} was carried out before"
        act_id = _do(hub, tx, kind, selection, request, today)
        shown = _effect(tx, act_id, kind, selection)
        refuse_unless_shown(request, digest_of(shown))
    return f"act {act_id}: {kind} payment {selection['payment']}, done"


def _do(  # noqa: PLR0917 - the act, and who asks
    hub: Hub, tx: Transaction, kind: str, selection: Selection, request: Request, today: dt.date
) -> int:
    act_id, _ = record(hub, tx, kind, request, selection)
    payment = _payment(tx, kind, str(selection["payment"]))
    to = _MADE[kind](payment, _parts(tx, payment, selection))
    book_on, batch_id = open_act(tx, act_id, today)
    worked = Worked(payment.key, payment.reference, payment.value_on, payment.moves)
    off = Part(payment.account, payment.cents) if payment.account else None
    journal = moved(worked, off=off, to=to)
    payment_moves.post(tx, payment, journal, batch_id=batch_id, book_on=book_on)
    settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
    return act_id


def _payment(tx: Transaction, kind: str, name: str) -> StandingPayment:
    """Return the one payment of a name that an act can be about, or refuse.

    What is held is assigned, and what is on an account moved or held.
    """
    known = payment_moves.named(tx, name)
    found = [each for txn_id in known if (each := payment_moves.standing(tx, txn_id)) is not None]
    meant = [each for each in found if (each.account is None) in _OF_HELD.get(kind, (True, False))]
    if len(meant or found) == 1:
        return (meant or found)[0]
    if not found:
        raise JobRefused(f"nothing of payment {name} stands on an account or is held")
    several = ", ".join(f"txn:{each.txn_id} {each.account or 'held'}" for each in found)
    raise JobRefused(f"{name} is several payments; name one of {several}")


def _parts(tx: Transaction, payment: StandingPayment, selection: Selection) -> list[Part]:
    parts = [
        Part(account, payment.cents if cents is None else int(cents))
        for account, cents in selection.get("to", ())
    ]
    for part in parts:
        if part.cents <= 0:
            raise JobRefused(f"{part.account} would get no money")
        if balances.account_named(tx, str(part.account)) is None:
            raise JobRefused(f"the book has no account {part.account}")
    total = sum(part.cents for part in parts)
    if total > payment.cents:
        amounts = [format_cents(cents, Language.EN) for cents in (total, payment.cents)]
        raise JobRefused(f"{amounts[0]} is more than there is of the payment: {amounts[1]}")
    return parts


def _assigned(payment: StandingPayment, parts: list[Part]) -> Sequence[Part]:
    if payment.account is not None:
        raise JobRefused(f"the payment is on {payment.account}: move it")
    if not parts:
        raise JobRefused("name the account that the payment is for")
    return parts


def _moved(payment: StandingPayment, parts: list[Part]) -> Sequence[Part]:
    if payment.account is None:
        raise JobRefused("the payment is held: assign it")
    if [part.cents for part in parts] != [payment.cents]:
        raise JobRefused("a payment is moved whole, to one account; split it over several")
    if parts[0].account == payment.account:
        raise JobRefused(f"the payment is on {payment.account} as it is")
    return parts


def _split(payment: StandingPayment, parts: list[Part]) -> Sequence[Part]:
    if sum(part.cents for part in parts) != payment.cents or len(parts) < 2:  # noqa: PLR2004
        whole = format_cents(payment.cents, Language.EN)
        raise JobRefused(f"the parts of a split come to the whole payment, {whole}")
    return parts


def _held(payment: StandingPayment, _: list[Part]) -> Sequence[Part]:
    if payment.account is None:
        raise JobRefused("the payment is held as it is")
    return ()


def _returned(payment: StandingPayment, _: list[Part]) -> Sequence[Part]:
    return (Part(None, payment.cents),)


_OF_HELD: Final = {ASSIGN: (True,), MOVE: (False,), HOLD: (False,)}
"""Whether kinds of acts are about held money alone, or money on an account alone."""
_MADE: Final[Mapping[str, Callable[[StandingPayment, list[Part]], Sequence[Part]]]] = {
    ASSIGN: _assigned,
    MOVE: _moved,
    SPLIT: _split,
    HOLD: _held,
    RETURN: _returned,
}
"""Where each kind of act puts a payment, or why it cannot."""


def _effect(tx: Transaction, act_id: int, kind: str, selection: Selection) -> _Effect:
    return _Effect(
        str(selection["payment"]),
        kind,
        tuple((row["code"], row["cents"]) for row in difference.of_act(tx, act_id)),
        tuple(reversal.undone_by_act(tx, act_id)),
        tx.value("SELECT book_on FROM batch WHERE act_id = :act_id", act_id=act_id),
        acts.moved(tx, act_id),
    )


QUESTIONS: Final = {kind: partial(question, kind=kind) for kind in _MADE}
CARRIED_OUT: Final = {kind: partial(carry_out, kind=kind) for kind in _MADE}
"""By kind of act, what it would do, and how it is done."""
