"""The bank's files of a day: each payment in the format of its way in, and in the answer key."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from simulator.answer_key import AnswerKey, Paid
from simulator.dropped import RECIPIENT, Dropped
from simulator.files import aft, bai2, camt, cards, x12
from simulator.parties import AFT, BAI2, BANK_ID, BIC, CAMT, CARD, ORDER, Parties
from simulator.payment import MISDIRECTED, POOLED, Payment
from simulator.references import UNCERTAIN

_NOTICE, _STATEMENT = "camt.054", "camt.053"
_ACCOUNTS: Final = {
    CAMT: "00011234567", BAI2: "00021234567", AFT: "00031234567", ORDER: "4-123",
    CARD: "00051234567",
}  # fmt: skip
"""The hub's accounts at the bank, one for each way in: no payment comes by two of them."""
_NAMED_NOT, _CONTRADICTED = "PAY-001", "PAY-030"
_FEE: Final = Decimal("4.50")
_CARD_FEE_PER_MILLE: Final = 14
_BY_CARD_MOST: Final = 100_000
"""Cents that a payer pays by card at most; more is paid by debit."""


class BankFiles:
    """The files of the bank, numbered by day; it knows what the hub's account holds."""

    def __init__(self, parties: Parties, key: AnswerKey) -> None:
        self._parties, self._key = parties, key
        self._numbers = 0
        self._balances = dict.fromkeys((CAMT, CARD), Decimal(0))
        self._held_back: list[Payment] = []

    def day(self, coming: Sequence[Payment], day: dt.date) -> Iterator[Dropped]:
        """Yield the files of the payments that are booked on a day."""
        self._numbers += 1
        for way, written in (
            (CAMT, self._camt), (BAI2, self._bai2), (AFT, self._aft), (ORDER, self._orders),
            (CARD, self._cards),
        ):  # fmt: skip
            of_way = [payment for payment in coming if payment.way == way]
            if of_way:
                yield from written(of_way, day)

    def _camt(self, coming: list[Payment], day: dt.date) -> Iterator[Dropped]:
        """Yield a notification of the morning's entries and the statement of the day."""
        entries = [self._entry(payment) for payment in coming]
        morning = [e for e in entries if e.reversal is None][: (len(entries) + 1) // 2]
        noted = {entry.reference for entry in morning}
        if morning:
            reference = f"N{self._numbers:07}"
            name = f"camt054_{reference}.xml"
            content = camt.notification(
                morning, reference=reference, bic=BIC, value_on=day, account=_ACCOUNTS[CAMT]
            )
            yield self._dropped(day, name, _NOTICE, len(morning), content)
        for payment in coming:
            form, letter = (_NOTICE, "N") if payment.reference in noted else (_STATEMENT, "S")
            name = f"{form.replace('.', '')}_{letter}{self._numbers:07}.xml"
            self._tell(payment, name, form, day)
        fee = camt.BankEntry(f"F{self._numbers:09}", _FEE, "bank fee", "Made-up Bank", "DBIT")
        yield self._statement(CAMT, f"S{self._numbers:07}", [*entries, fee], day)

    def _statement(
        self, way: str, reference: str, stated: list[camt.BankEntry], day: dt.date
    ) -> Dropped:
        """Return the statement of a day of one of the hub's accounts."""
        content = camt.statement(
            stated, reference=reference, bic=BIC, value_on=day, opening=self._balances[way],
            account=_ACCOUNTS[way],
        )  # fmt: skip
        self._balances[way] += sum((entry.signed for entry in stated), Decimal(0))
        return self._dropped(day, f"camt053_{reference}.xml", _STATEMENT, len(stated), content)

    def _entry(self, payment: Payment) -> camt.BankEntry:
        parts = [
            camt.Part(_dollars(cents), f"CUSTOMS {self._bn15(number)}", payment.payer)
            for number, cents in payment.parts
        ]
        return camt.BankEntry(
            reference=payment.reference,
            amount=_dollars(payment.cents),
            remittance=payment.said,
            payer=payment.payer,
            direction="DBIT" if payment.reverses else "CRDT",
            parts=tuple(parts) if payment.kind == POOLED else (),
            reversal=payment.named_again if payment.reverses else None,
        )

    def _bai2(self, coming: list[Payment], day: dt.date) -> Iterator[Dropped]:
        name = f"bai2_{self._numbers:07}.txt"
        details = [
            bai2.Detail(
                bai2.RETURNED if payment.reverses else bai2.CREDIT,
                payment.cents,
                payment.reference,
                f"E{payment.of_payment if payment.reverses else payment.id:09}",
                f"{payment.said} {payment.payer}",
            )
            for payment in coming
        ]
        for payment in coming:
            self._tell(payment, name, BAI2, day)
        content = bai2.report(
            details, sender=BIC, recipient=RECIPIENT, number=self._numbers, day=day,
            account=_ACCOUNTS[BAI2],
        )  # fmt: skip
        yield self._dropped(day, name, BAI2, len(details), content)

    def _aft(self, coming: list[Payment], day: dt.date) -> Iterator[Dropped]:
        name = f"aft_{self._numbers:07}.txt"
        items = [
            aft.Item(
                aft.TAKEN_BACK if payment.reverses else aft.CREDIT,
                payment.cents,
                payment.id,
                payment.payer,
                "" if payment.named is None else payment.said.removeprefix("CUSTOMS "),
                payment.of_payment if payment.reverses else None,
            )
            for payment in coming
        ]
        for payment in coming:
            self._tell(payment, name, AFT, day)
        content = aft.file_of(
            items, originator=BIC, number=self._numbers, day=day, account=_ACCOUNTS[AFT]
        )
        yield self._dropped(day, name, AFT, len(items), content)

    def _orders(self, coming: list[Payment], day: dt.date) -> Iterator[Dropped]:
        name = f"orders_{self._numbers:07}.x12"
        orders = [
            x12.Order(
                payment.reference,
                payment.payer,
                tuple((self._bn15(number), cents) for number, cents in payment.parts),
            )
            for payment in coming
        ]
        for payment in coming:
            self._tell(payment, name, ORDER, day)
        content = x12.interchange(
            orders, sender=BIC, recipient=RECIPIENT, number=self._numbers, day=day,
            account=_ACCOUNTS[ORDER],
        )  # fmt: skip
        yield self._dropped(day, name, ORDER, len(orders), content)

    def _cards(self, coming: list[Payment], day: dt.date) -> Iterator[Dropped]:
        """Yield a settlement, and the statement with its deposit.

        What is charged back waits while it is more than what came in.
        """
        told = [payment for payment in coming if not payment.reverses]
        left = sum(payment.cents for payment in told)
        self._held_back += [payment for payment in coming if payment.reverses]
        for payment in self._held_back:
            if payment.cents < left // 2:
                told.append(payment)
                left -= payment.cents
        self._held_back = [payment for payment in self._held_back if payment not in told]
        if not told:
            return
        reference = f"CS{self._numbers:07}"
        name = f"cards_{reference}.csv"
        listed = [self._row(payment, day) for payment in told]
        fee = max(1, left * _CARD_FEE_PER_MILLE // 1000)
        listed.append(cards.Row(cards.FEE, f"F{reference}", fee))
        for payment in told:
            self._tell(payment, name, CARD, day)
        content = cards.settlement(
            listed, sender=BIC, reference=reference, day=day, account=_ACCOUNTS[CARD]
        )
        yield self._dropped(day, name, CARD, 1, content)
        net = _dollars(sum(row.signed for row in listed))
        deposit = camt.BankEntry(reference, net, "card deposit", "Made-up Cards")
        yield self._statement(CARD, f"D{self._numbers:07}", [deposit], day)

    def _row(self, payment: Payment, day: dt.date) -> cards.Row:
        return cards.Row(
            kind=cards.CHARGEBACK if payment.reverses else cards.PAYMENT,
            reference=payment.reference,
            cents=payment.cents,
            method="card" if payment.cents <= _BY_CARD_MOST else "debit",
            original=payment.named_again if payment.reverses else "",
            account="" if payment.reverses or payment.named is None else self._bn15(payment.named),
            paid_at=day.isoformat(),
            payer=payment.payer,
        )

    def _tell(self, payment: Payment, file: str, form: str, day: dt.date) -> None:
        """Put a payment into the key, part by part."""
        finding = ""
        if payment.reference_class in UNCERTAIN:
            finding = _NAMED_NOT
        elif payment.kind == MISDIRECTED:
            finding = _CONTRADICTED
        for part, (number, cents) in enumerate(payment.parts, 1):
            self._key.paid(
                Paid(
                    payment=payment.reference,
                    part=part,
                    file=file,
                    form=form,
                    kind=payment.kind,
                    payer=payment.payer,
                    right=number,
                    named=number if payment.kind == POOLED else payment.named,
                    cents=cents,
                    owed_cents=cents if payment.kind == POOLED else payment.owed_cents,
                    due_on=payment.due_on,
                    booked_on=day,
                    finding=finding,
                    of_payment=payment.named_again,
                    reverses=payment.reverses,
                    reference=payment.reference_class,
                )
            )

    def _bn15(self, importer: int) -> str:
        return self._parties.importers[importer].bn15

    def _dropped(self, day: dt.date, name: str, form: str, carries: int, content: bytes) -> Dropped:
        return Dropped(day, BANK_ID, name, form, carries, content)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100
