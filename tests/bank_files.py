"""Files of a bank that tell one payment of 50.00, in each format; and what they come to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from jobs.hub import Hub

ACCOUNT: Final = "563448984RM0001"
OTHER_ACCOUNT: Final = "369975701RM0001"


def camt(
    kind: str,
    message: str,
    entries: list[str],
    *,
    account: str = "0001-1234567",
    named: bool = False,
    spaced: str = "",
    whom: str | None = ACCOUNT,
) -> bytes:
    """Return a statement or a notification of entries, each of the payer's reference.

    Each is of 50.00 for one account, or names none.
    """
    body, stated = {
        "camt.053": ("BkToCstmrStmt", "Stmt"),
        "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]
    told = "".join(
        f"<Ntry>{spaced}<Amt Ccy='CAD'>50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        "<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>"
        + (f"<AcctSvcrRef>{reference}{number}</AcctSvcrRef>" if named else "")
        + f"<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><RmtInf>"
        f"<Ustrd>{whom or ''}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>{spaced}"
        for number, reference in enumerate(entries)
    )
    return (
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:{kind}.001.08'><{body}>"
        f"<GrpHdr><MsgId>{message}</MsgId></GrpHdr><{stated}><Id>{message}</Id>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Svcr><FinInstnId><BICFI>NORTCATT</BICFI>"
        f"</FinInstnId></Svcr></Acct>{told}</{stated}></{body}></Document>"
    ).encode()


PARTS: Final = {ACCOUNT: "30.00", OTHER_ACCOUNT: "20.00"}
"""A payment of 50.00 for two."""


def payment_order(message: str, trace: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return an X12 820 of the same payment, for one account or for several."""
    paid = "".join(
        f"RMR*IV*{account}**{amount}~" for account, amount in (parts or {ACCOUNT: "50.00"}).items()
    )
    return (
        "ISA*00*          *00*          *01*NORTCATT       *ZZ*CARMHUB        *261120*1800*U*00401"
        f"*{message:>09}*0*P*:~GS*RA*NORTCATT*CARMHUB*20261120*1800*1*X*004010~ST*820*0001~"
        "BPR*C*50.00*C*ACH*CCD*01*021000021*DA*123*1512345678**01*000312345*DA*0001-1234567*"
        f"20261120~TRN*1*{trace}~{paid}SE*{4 + paid.count('~')}*0001~GE*1*1~IEA*1*{message:>09}~"
    ).encode()


def balance_report(message: str, reference: str) -> bytes:
    """Return a BAI2 file of the same payment."""
    return (
        f"01,NORTCATT,CARMHUB,261120,1800,{message},80,10,2/\n"
        "02,CARMHUB,NORTCATT,1,261120,1800,CAD,2/\n03,00011234567,,/\n"
        f"16,195,5000,,,{reference},{ACCOUNT}/\n49,5000,3/\n98,5000,1,5/\n99,5000,1,7/\n"
    ).encode()


def credit_file(number: str, reference: str) -> bytes:
    """Return an AFT file of the same payment."""
    control = f"NORTCATT  {number:>04}"
    item = f"4500000005000026324000300000{'00011234567':<12}{'':0>22}000{'':85}{reference:<19}"
    lines = [
        f"A000000001{control}02632400320{'':20}CAD",
        f"C000000002{control}{item}{'':21}{ACCOUNT}",
        f"Z000000003{control}{0:022}{5000:014}{1:08}",
    ]
    return "".join(f"{line:<1464}\n" for line in lines).encode()


def balances(hub: Hub) -> dict[str, int]:
    """Return the accounts that are not at zero."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT code, sum(amount_cents)::bigint AS cents FROM entry JOIN account"
            " USING (account_id) GROUP BY 1 HAVING sum(amount_cents) <> 0 ORDER BY 1"
        )
    return {row["code"]: row["cents"] for row in rows}


def settlement(reference: str, *rows: str, paid_at: str = "2026-11-20") -> bytes:
    """Return a card settlement of rows like ``P1 50.00 ACCOUNT``, ``-C1 50.00 P1``, ``F1 1.00``.

    A payment names an account or ``-``, a chargeback the payment; a fee names nothing. A payment
    whose name begins with D is by debit.
    """
    told, net = [], Decimal(0)
    for row in rows:
        name, amount, *named = row.split()
        method = "debit" if name.startswith("D") else "card"
        if name.startswith("-"):
            told.append(f"chargeback,card,{name[1:]},{named[0]},,{paid_at},{amount},")
            net -= Decimal(amount)
        elif named:
            account = named[0].strip("-")
            told.append(f"payment,{method},{name},,{account},{paid_at},{amount},Payer Inc.")
            net += Decimal(amount)
        else:
            told.append(f"fee,,{name},,,,{amount},")
            net -= Decimal(amount)
    head = f"#carmhub-card-settlement sender=NORTCATT reference={reference} account=0001-1234567"
    head += f" currency=CAD deposited_on=2026-11-20 net={net} rows={len(told)}"
    names = "kind,method,reference,original_reference,program_account,paid_at,amount,payer"
    return "\n".join([head, names, *told, ""]).encode()


def deposit(message: str, reference: str, amount: str) -> bytes:
    """Return the bank's own line of a deposit, which names nobody."""
    line = camt("camt.053", message, [reference], whom=None)
    return line.replace(b">50.00<", f">{amount}<".encode())


def statement(
    message: str,
    opening: str,
    closing: str,
    *lines: str,
    account: str = "0001-1234567",
    day: str = "2026-11-20",
    balances: tuple[str, str] = ("OPBD", "CLBD"),
    spaced: str = "",
) -> bytes:
    """Return a statement from balance to balance, of lines like ``E1 50.00 ACCOUNT``, ``-F1 3.50``.

    One with a sign is a debit; one that names no account names nobody.
    """

    def balance(code: str, amount: str) -> str:
        sign = "DBIT" if amount.startswith("-") else "CRDT"
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='CAD'>"
            f"{amount.lstrip('-')}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    told = ""
    for line in lines:
        name, amount, *whom = line.split()
        sign = "DBIT" if name.startswith("-") else "CRDT"
        told += (
            f"<Ntry>{spaced}<Amt Ccy='CAD'>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>"
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
            f"<NtryDtls><TxDtls><Refs><EndToEndId>{name.lstrip('-')}</EndToEndId></Refs><RmtInf>"
            f"<Ustrd>{''.join(whom)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>{spaced}"
        )
    return (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt>"
        f"<GrpHdr><MsgId>{message}</MsgId></GrpHdr><Stmt><Id>{message}</Id>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>CAD</Ccy><Svcr><FinInstnId>"
        "<BICFI>NORTCATT</BICFI></FinInstnId></Svcr></Acct>"
        f"{balance(balances[0], opening)}{balance(balances[1], closing)}{told}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def returned(
    message: str, reference: str = "E1", *, kind: str = "camt.053", own: str = "", spaced: str = ""
) -> bytes:
    """Return a file in which the bank takes back the payment of a reference, four days later."""
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    named = f"<AcctSvcrRef>{own}</AcctSvcrRef>" if own else ""
    content = camt(kind, message, [reference], whom=None, spaced=spaced).decode()
    content = content.replace("CRDT", "DBIT").replace("11-20", "11-24")
    content = content.replace("<NtryDtls>", f"{named}<NtryDtls>")
    return content.replace("<RmtInf>", f"{back}<RmtInf>").encode()
