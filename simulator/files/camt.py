"""What a bank says of an account: notifications (camt.054) and statements (camt.053), version 08.

ISO 20022 message definitions camt.053.001.08 and camt.054.001.08.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

ACCOUNT: Final = "0001-1234567"
_URN: Final = "urn:iso:std:iso:20022:tech:xsd:camt.{}.001.08"
_MAKERS: Final = {
    message: ElementMaker(namespace=namespace, nsmap={None: namespace})
    for message, namespace in ((each, _URN.format(each)) for each in ("053", "054"))
}


@dataclass(frozen=True)
class Part:
    """One transaction detail of an entry: a share of its amount, with a remittance of its own."""

    amount: Decimal
    remittance: str
    payer: str


@dataclass(frozen=True)
class BankEntry:
    """One entry of a bank; ``parts`` where several payments came in one.

    A ``reversal`` takes back the entry of the reference that it names; ``end_to_end`` is what the
    payer calls it, where that is not the bank's reference.
    """

    reference: str
    amount: Decimal
    remittance: str
    payer: str
    direction: str = "CRDT"
    parts: tuple[Part, ...] = ()
    reversal: str | None = None
    end_to_end: str | None = None

    @property
    def signed(self) -> Decimal:
        """What the entry adds to its account."""
        return self.amount if self.direction == "CRDT" else -self.amount


def notification(
    entries: Sequence[BankEntry],
    *,
    reference: str,
    bic: str,
    value_on: dt.date,
    account: str = ACCOUNT,
) -> bytes:
    """Return a camt.054.001.08 notification with the entries given."""
    e = _MAKERS["054"]
    stated = [
        *_heading(e, reference, bic, account),
        *(_entry(e, entry, value_on) for entry in entries),
    ]
    return _document(e, e.BkToCstmrDbtCdtNtfctn(_group(e, reference, value_on), e.Ntfctn(*stated)))


def statement(
    entries: Sequence[BankEntry],
    *,
    reference: str,
    bic: str,
    value_on: dt.date,
    opening: Decimal,
    account: str = ACCOUNT,
) -> bytes:
    """Return a camt.053.001.08 statement of a day, from its opening balance to its closing one."""
    e = _MAKERS["053"]
    closing = opening + sum((entry.signed for entry in entries), Decimal(0))
    stated = [
        *_heading(e, reference, bic, account),
        _balance(e, "OPBD", opening, value_on),
        _balance(e, "CLBD", closing, value_on),
        *(_entry(e, entry, value_on) for entry in entries),
    ]
    return _document(e, e.BkToCstmrStmt(_group(e, reference, value_on), e.Stmt(*stated)))


def _group(e: ElementMaker, reference: str, day: dt.date) -> etree._Element:
    return e.GrpHdr(e.MsgId(reference), e.CreDtTm(f"{day}T18:00:00"))


def _heading(e: ElementMaker, reference: str, bic: str, account: str) -> list[etree._Element]:
    return [
        e.Id(reference),
        e.Acct(e.Id(e.Othr(e.Id(account))), e.Ccy("CAD"), e.Svcr(e.FinInstnId(e.BICFI(bic)))),
    ]


def _balance(e: ElementMaker, code: str, amount: Decimal, day: dt.date) -> etree._Element:
    return e.Bal(
        e.Tp(e.CdOrPrtry(e.Cd(code))),
        _amount(e, abs(amount)),
        e.CdtDbtInd("DBIT" if amount < 0 else "CRDT"),
        e.Dt(e.Dt(day.isoformat())),
    )


def _entry(e: ElementMaker, entry: BankEntry, value_on: dt.date) -> etree._Element:
    whole = Part(entry.amount, entry.remittance, entry.payer)
    named = entry.reversal or entry.end_to_end or entry.reference
    return e.Ntry(
        e.NtryRef(entry.reference),
        _amount(e, entry.amount),
        e.CdtDbtInd(entry.direction),
        *([e.RvslInd("true")] if entry.reversal else []),
        e.Sts(e.Cd("BOOK")),
        e.BookgDt(e.Dt(value_on.isoformat())),
        e.ValDt(e.Dt(value_on.isoformat())),
        e.AcctSvcrRef(entry.reference),
        e.BkTxCd(e.Prtry(e.Cd("BILLPMT"))),
        e.NtryDtls(
            *(
                e.TxDtls(
                    e.Refs(e.EndToEndId(named)),
                    _amount(e, part.amount),
                    e.CdtDbtInd(entry.direction),
                    e.RltdPties(e.Dbtr(e.Pty(e.Nm(part.payer)))),
                    e.RmtInf(e.Ustrd(part.remittance)),
                )
                for part in entry.parts or (whole,)
            )
        ),
    )


def _amount(e: ElementMaker, amount: Decimal) -> etree._Element:
    return e.Amt(f"{amount:.2f}", Ccy="CAD")


def _document(e: ElementMaker, body: etree._Element) -> bytes:
    return etree.tostring(
        e.Document(body), xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
