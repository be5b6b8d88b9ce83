"""The bank's files of a day: each payment in the format of its way in, and in the answer key."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from simulator.answer_key import AnswerKey, Paid
from simulator.dropped import RECIPIENT, Dropped
from simulator.files import aft, bai2, camt, x12
from simulator.parties import AFT, BAI2, BANK_ID, BIC, CAMT, ORDER, Parties
from simulator.payment import POOLED, Payment

_NOTICE, _STATEMENT = "camt.054", "camt.053"
_ACCOUNTS: Final = {CAMT: "00011234567", BAI2: "00021234567", AFT: "00031234567", ORDER: "4-123"}
"""The hub's accounts at the bank, one for each way in: no payment comes by two of them."""
_NAMED_NOT = "PAY-001"
_FEE: Final = Decimal("4.50")


class BankFiles:
    """The files of the bank, numbered by day; it knows what the hub's account holds."""

    def __init__(self, parties: Parties, key: AnswerKey) -> None:
        self._parties, self._key = parties, key
        self._numbers = 0
        self._balance = Decimal(0)

    def day(self, coming: Sequence[Payment], day: dt.date) -> Iterator[Dropped]:
        """Yield the files of the payments that are booked on a day."""
        self._numbers += 1
        for way, written in (
            (CAMT, self._camt), (BAI2, self._bai2), (AFT, self._aft), (ORDER, self._orders),
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
        reference = f"S{self._numbers:07}"
        stated = [*entries, fee]
        content = camt.statement(
            stated, reference=reference, bic=BIC, value_on=day, opening=self._balance,
            account=_ACCOUNTS[CAMT],
        )  # fmt: skip
        self._balance += sum((entry.signed for entry in stated), Decimal(0))
        name = f"camt053_{reference}.xml"
        yield self._dropped(day, name, _STATEMENT, len(stated), content)

    def _entry(self, payment: Payment) -> camt.BankEntry:
        parts = [
            camt.Part(_dollars(cents), f"CUSTOMS {self._bn15(number)}", payment.payer)
            for number, cents in payment.parts
        ]
        return camt.BankEntry(
            reference=payment.reference,
            amount=_dollars(payment.cents),
            remittance=self._said(payment),
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
                f"{self._said(payment)} {payment.payer}",
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
                "" if payment.named is None else self._bn15(payment.named),
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

    def _tell(self, payment: Payment, file: str, form: str, day: dt.date) -> None:
        """Put a payment into the key, part by part."""
        nameless = payment.named is None and payment.kind != POOLED
        finding = _NAMED_NOT if nameless and not payment.reverses else ""
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
                )
            )

    def _said(self, payment: Payment) -> str:
        return "customs duties" if payment.named is None else f"CUSTOMS {self._bn15(payment.named)}"

    def _bn15(self, importer: int) -> str:
        return self._parties.importers[importer].bn15

    def _dropped(self, day: dt.date, name: str, form: str, carries: int, content: bytes) -> Dropped:
        return Dropped(day, BANK_ID, name, form, carries, content)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100
