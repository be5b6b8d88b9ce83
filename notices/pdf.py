"""Daily notices and statements of account as PDF, in the recipient's language.

Typst renders; PDF/UA-1 is checked at compile time and the output is byte-reproducible (a fixed
timestamp, the fonts of the wheel only).
"""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from billing.statement import DailyNotice, DocumentLine, Statement
from ledger.money import format_cents

_TEMPLATE = Path(__file__).with_name("templates") / "document.typ"
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_WORDS: Final[Mapping[str, Any]] = {
    "en": {
        "statement": "Statement of account",
        "notice": "Daily notice",
        "hub": "Customs accounts receivable",
        "account": "Program account",
        "period": "Goods released",
        "to": "to",
        "issued": "Statement date",
        "posted": "Posted on",
        "due": "Payment due",
        "version": "Version",
        "opening": "Previous balance",
        "debits": "Charges",
        "credits": "Payments and credits",
        "closing": "Total payable",
        "closing_credit": "Credit balance",
        "columns": ["Date", "Type", "Document", "Filer"],
        "charges": {
            "duty": "Duty",
            "sima": "SIMA",
            "surtax": "Surtax",
            "excise": "Excise",
            "gst": "GST",
        },
        "amount": "Amount",
        "kinds": {
            "CAD": "Declaration",
            "SOADJ": "Adjustment",
            "LAP": "Late accounting",
            "PMT": "Payment",
            "REV": "Reversal",
        },
        "restated": "Restated, not as issued: facts known on",
        "page": "Page",
        "none": "No transactions in this period.",
        "summary": "Summary",
        "transactions": "Transactions",
        "note": "Amounts are in Canadian dollars. Each line names the declaration or payment "
        "behind it.",
    },
    "fr": {
        "statement": "Relevé de compte",
        "notice": "Avis quotidien",
        "hub": "Comptes clients des douanes",
        "account": "Compte de programme",
        "period": "Marchandises dédouanées",
        "to": "au",
        "issued": "Date du relevé",
        "posted": "Comptabilisé le",
        "due": "Paiement dû",
        "version": "Version",
        "opening": "Solde précédent",
        "debits": "Frais",
        "credits": "Paiements et crédits",
        "closing": "Total à payer",
        "closing_credit": "Solde créditeur",
        "columns": ["Date", "Type", "Document", "Déclarant"],
        "charges": {
            "duty": "Droits",
            "sima": "LMSI",
            "surtax": "Surtaxe",
            "excise": "Accise",
            "gst": "TPS",
        },
        "amount": "Montant",
        "kinds": {
            "CAD": "Déclaration",
            "SOADJ": "Rajustement",
            "LAP": "Déclaration tardive",
            "PMT": "Paiement",
            "REV": "Contrepassation",
        },
        "restated": "Redressé, non tel qu'émis : faits connus le",
        "page": "Page",
        "none": "Aucune transaction pendant cette période.",
        "summary": "Sommaire",
        "transactions": "Transactions",
        "note": "Les montants sont en dollars canadiens. Chaque ligne nomme la déclaration ou le "
        "paiement qui en est l'origine.",
    },
}


def statement_of_account(statement: Statement) -> bytes:
    """Return a statement of account in its party's language."""
    language = statement.party.language
    words = _WORDS[language]
    closing = "closing" if statement.closing_cents >= 0 else "closing_credit"
    return _render(
        language,
        title=words["statement"],
        party=statement.party.legal_name,
        facts=[
            (words["account"], statement.party.bn15),
            (
                words["period"],
                f"{_date(statement.first_on, language)} {words['to']} "
                f"{_date(statement.last_on, language)}",
            ),
            (words["issued"], _date(statement.issued_on, language)),
            (words["due"], _date(statement.due_on, language)),
            (words["version"], str(statement.version)),
            *(
                [(words["restated"], _date(statement.restated_on, language))]
                if statement.restated_on
                else []
            ),
        ],
        summary=[
            (words["opening"], format_cents(statement.opening_cents, language)),
            (words["debits"], format_cents(statement.debits_cents, language)),
            (words["credits"], format_cents(-statement.credits_cents, language)),
            (words[closing], format_cents(statement.closing_cents, language)),
        ],
        lines=statement.lines,
        dated=statement.issued_on,
    )


def daily_notice(notice: DailyNotice) -> bytes:
    """Return a daily notice in its party's language."""
    language = notice.party.language
    words = _WORDS[language]
    return _render(
        language,
        title=words["notice"],
        party=notice.party.legal_name,
        facts=[
            (words["account"], notice.party.bn15),
            (words["posted"], _date(notice.posted_on, language)),
        ],
        summary=[
            (words["debits"], format_cents(notice.debits_cents, language)),
            (words["credits"], format_cents(-notice.credits_cents, language)),
        ],
        lines=notice.lines,
        dated=notice.posted_on,
    )


def _render(
    language: str,
    *,
    title: object,
    party: str,
    facts: list[tuple[object, str]],
    summary: list[tuple[object, str]],
    lines: tuple[DocumentLine, ...],
    dated: dt.date,
) -> bytes:
    words = _WORDS[language]
    charges = _charges_on(lines)
    names = [words["charges"][charge] for charge in charges]
    page = {
        "language": language,
        "title": title,
        "party": party,
        "facts": facts,
        "summary": summary,
        "words": {
            name: words[name] for name in ("hub", "page", "none", "note", "summary", "transactions")
        },
        "columns": [*words["columns"], *names, words["amount"]],
        "lines": [_row(line, charges, language) for line in lines],
    }
    timestamp = dt.datetime.combine(dated, dt.time(12), tzinfo=dt.UTC)
    rendered = _compiler().compile(
        format="pdf",
        sys_inputs={"page": json.dumps(page)},
        pdf_standards="ua-1",
        timestamp=timestamp,
    )
    if not isinstance(rendered, bytes):
        raise TypeError(type(rendered))
    return rendered


@functools.cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), ignore_system_fonts=True)


def _charges_on(lines: tuple[DocumentLine, ...]) -> list[str]:
    """Return the charges that get a column: duty and GST, and what else some line bears."""
    return [
        charge
        for charge in ("duty", "sima", "surtax", "excise", "gst")
        if charge in {"duty", "gst"} or any(getattr(line, f"{charge}_cents") for line in lines)
    ]


def _row(line: DocumentLine, charges: list[str], language: str) -> list[str]:
    amounts = [getattr(line, f"{charge}_cents") for charge in charges]
    charged = any(amounts) or line.kind in {"CAD", "SOADJ"}
    return [
        line.effective_on.isoformat(),
        _WORDS[language]["kinds"].get(line.kind, line.kind),
        line.document_reference,
        line.filer or "",
        *(format_cents(cents, language) if charged else "" for cents in amounts),
        format_cents(line.amount_cents, language),
    ]


def _date(day: dt.date, language: str) -> str:
    month = _MONTHS[language].split()[day.month - 1]
    if language == "fr":
        ordinal = "1er" if day.day == 1 else str(day.day)
        return f"{ordinal} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"
