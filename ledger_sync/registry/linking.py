"""Users linked to program accounts: which answers are right, how often was asked, who is linked.

The answers themselves are compared and forgotten: only right or wrong is written down.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

QUESTIONS: Final = ("transaction", "payment", "balance")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a user says of an account; a question is answered when both of its parts are given."""

    transaction_number: str | None = None
    duties_cents: int | None = None
    payment_cents: int | None = None
    paid_on: dt.date | None = None
    balance_cents: int | None = None
    statement_on: dt.date | None = None

    @property
    def answered(self) -> frozenset[str]:
        """The questions that were answered."""
        parts = (
            (self.transaction_number, self.duties_cents),
            (self.payment_cents, self.paid_on),
            (self.balance_cents, self.statement_on),
        )
        return frozenset(
            name for name, both in zip(QUESTIONS, parts, strict=True) if None not in both
        )


_RIGHT: Final = statement(__file__, "right_answers")
_REFUSED: Final = {
    "user_id": "SELECT count(*) FROM link_attempt WHERE user_id = :value AND outcome = 'refused'"
    " AND attempted_at > now() - make_interval(hours => :hours)",
    "bn15": "SELECT count(*) FROM link_attempt WHERE bn15 = :value AND outcome = 'refused'"
    " AND attempted_at > now() - make_interval(hours => :hours)",
}


def right_answers(tx: Transaction, bn15: str, answers: Answers) -> frozenset[str]:
    """Return the questions that are answered right, as the book stands now.

    The work is the same whether the account exists or not. An amount of zero is right only for a
    declaration that owes nothing.
    """
    row = tx.row(_RIGHT, bn15=bn15, **answers.__dict__)
    found = {} if row is None else row
    return frozenset(name for name in answers.answered if found[name])


def attempts_since(tx: Transaction, column: str, value: str, hours: int) -> int:
    """Return how often answers of a ``user_id``, or for a ``bn15``, were refused in these hours."""
    return int(tx.value(_REFUSED[column], value=value, hours=hours))


def record_attempt(
    tx: Transaction, user_id: str, bn15: str, outcome: str, right: dict[str, bool | None]
) -> int:
    """Write down an attempt: who, for what, and each question as right, wrong or not answered."""
    return int(
        tx.value(
            "INSERT INTO link_attempt (user_id, bn15, transaction_right, payment_right,"
            " balance_right, outcome) VALUES (:user_id, :bn15, :transaction, :payment, :balance,"
            " :outcome) RETURNING attempt_id",
            user_id=user_id,
            bn15=bn15,
            outcome=outcome,
            **right,
        )
    )


def link(tx: Transaction, user_id: str, bn15: str, attempt_id: int) -> None:
    """Link a user to an account on an attempt that was right; a standing link stays as it is."""
    tx.run(
        "INSERT INTO account_link (user_id, bn15, attempt_id) SELECT :user_id, :bn15, :attempt_id"
        " WHERE NOT EXISTS (SELECT FROM standing_link"
        "  WHERE user_id = :user_id AND bn15 = :bn15)",
        user_id=user_id,
        bn15=bn15,
        attempt_id=attempt_id,
    )


def revoke(tx: Transaction, user_id: str, bn15: str, revoked_by: str, reason: str) -> int:
    """Revoke the standing link of a user to an account; return how many links that was."""
    return tx.run(
        "INSERT INTO link_revocation (link_id, revoked_by, reason)"
        " SELECT link_id, :revoked_by, :reason FROM standing_link"
        " WHERE user_id = :user_id AND bn15 = :bn15",
        user_id=user_id,
        bn15=bn15,
        revoked_by=revoked_by,
        reason=reason,
    )


def links(tx: Transaction, *, user_id: str | None = None, bn15: str | None = None) -> list[Row]:
    """Return links of a user, to an account, or all, standing and revoked, oldest first."""
    return tx.rows(
        "SELECT l.*, r.revoked_by, r.reason, r.revoked_at FROM account_link l"
        " LEFT JOIN link_revocation r USING (link_id)"
        " WHERE (CAST(:user_id AS text) IS NULL OR user_id = :user_id)"
        " AND (CAST(:bn15 AS text) IS NULL OR bn15 = :bn15) ORDER BY link_id",
        user_id=user_id,
        bn15=bn15,
    )
