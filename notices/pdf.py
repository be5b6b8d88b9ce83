"""Daily notices and statements of account as PDF, in the recipient's language.

Typst renders; PDF/UA-1 is checked at compile time and the output is byte-reproducible (a fixed
timestamp, the fonts of the wheel only).
"""

import datetime as dt
import functools
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

import typst

from billing.statement import DailyNotice, DocumentLine, Statement
from notices.charges import SHOWN
from words.charges import charge_heading
from words.dates import long_date
from words.documents import say
from words.language import Words
from words.numbers import format_cents
from words.shown import plain

LINES_PRINTED: Final = 2_000
"""A document of more lines, some sixty pages, is summed up by day and type."""

TEMPLATE: Final = Path(__file__).with_name("templates") / "document.typ"


def statement_of_account(statement: Statement) -> bytes:
    """Return a statement of account in its party's language."""
    language = statement.party.language
    closing = "closing" if statement.closing_cents >= 0 else "closing_credit"
    return _render(
        language,
        title=say("statement", language),
        party=plain(statement.party.legal_name),
        facts=[
            (say("account", language), statement.party.bn15),
            (
                say("period", language),
                f"{long_date(statement.first_on, language)} {say('to', language)} "
                f"{long_date(statement.last_on, language)}",
            ),
            (say("issued", language), long_date(statement.issued_on, language)),
            (say("due", language), long_date(statement.due_on, language)),
            *(
                [(say("no charge until", language), long_date(statement.no_charge_until, language))]
                if statement.no_charge_until != statement.due_on
                else []
            ),
            (say("version", language), str(statement.version)),
            *(
                [(say("restated", language), long_date(statement.restated_on, language))]
                if statement.restated_on
                else []
            ),
        ],
        made_up=statement.made_up,
        summary=[
            (say("opening", language), format_cents(statement.opening_cents, language)),
            (say("debits", language), format_cents(statement.debits_cents, language)),
            (say("credits", language), format_cents(-statement.credits_cents, language)),
            (say(closing, language), format_cents(statement.closing_cents, language)),
        ],
        lines=statement.lines,
        dated=statement.issued_on,
    )


def daily_notice(notice: DailyNotice) -> bytes:
    """Return a daily notice in its party's language."""
    language = notice.party.language
    return _render(
        language,
        title=say("notice", language),
        party=plain(notice.party.legal_name),
        facts=[
            (say("account", language), notice.party.bn15),
            (say("posted", language), long_date(notice.posted_on, language)),
        ],
        made_up=notice.made_up,
        summary=[
            (say("debits", language), format_cents(notice.debits_cents, language)),
            (say("credits", language), format_cents(-notice.credits_cents, language)),
        ],
        lines=notice.lines,
        dated=notice.posted_on,
    )


def sums_up(document: Statement | DailyNotice) -> bool:
    """Whether a document has more lines than are printed; its XML has each of them."""
    return len(document.lines) > LINES_PRINTED


def _render(
    language: str,
    *,
    title: object,
    party: str,
    facts: list[tuple[object, str]],
    made_up: bool,
    summary: list[tuple[object, str]],
    lines: tuple[DocumentLine, ...],
    dated: dt.date,
) -> bytes:
    summed = len(lines) > LINES_PRINTED
    if summed:
        lines = _summed(lines, language)
    charges = _charges_on(lines)
    headings = [say(name, language) for name in ("date", "type", "document", "filer")]
    names = [charge_heading(charge, language) for charge in charges]
    page = {
        "language": language,
        "title": title,
        "party": party,
        "facts": facts,
        "made_up": say("made_up", language) if made_up else "",
        "summary": summary,
        "words": {
            name: say(name, language) for name in ("hub", "page", "none", "summary", "transactions")
        }
        | {"note": say("note_summed" if summed else "note", language)},
        "columns": [*headings, *names, say("amount", language)],
        "lines": [_row(line, charges, language) for line in lines],
    }
    timestamp = dt.datetime.combine(dated, dt.time(12), tzinfo=dt.UTC)
    rendered = compiler().compile(
        format="pdf",
        sys_inputs={"page": json.dumps(page)},
        pdf_standards="ua-1",
        timestamp=timestamp,
    )
    if not isinstance(rendered, bytes):
        raise TypeError(type(rendered))
    return rendered


def _summed(lines: tuple[DocumentLine, ...], language: str) -> tuple[DocumentLine, ...]:
    """Return a line for each day and type, which says of how many it is the sum."""
    groups: dict[tuple[dt.date, str], list[DocumentLine]] = {}
    for line in lines:
        groups.setdefault((line.effective_on, line.kind), []).append(line)
    return tuple(
        replace(
            alike[0],
            line_number=number,
            document_reference=str(say("lines_summed", language, count=len(alike))),
            due_on=None,
            filer=None,
            parts=_added(alike),
            amount_cents=sum(line.amount_cents for line in alike),
        )
        for number, (_, alike) in enumerate(sorted(groups.items()), start=1)
    )


def _added(lines: list[DocumentLine]) -> dict[str, int]:
    parts = Counter[str]()
    for line in lines:
        parts.update(line.parts)  # adds, and keeps what is negative
    return dict(parts)


@functools.cache
def compiler() -> typst.Compiler:
    """Return the compiler of the template, which stays warm."""
    return typst.Compiler(str(TEMPLATE), ignore_system_fonts=True)


def _charges_on(lines: tuple[DocumentLine, ...]) -> list[str]:
    """Return the charges that get a column: duty and GST, and what else some line bears."""
    return [
        shown.charge
        for shown in SHOWN
        if shown.always or any(line.parts.get(shown.charge) for line in lines)
    ]


def _row(line: DocumentLine, charges: list[str], language: str) -> list[str]:
    amounts = [line.parts.get(charge, 0) for charge in charges]
    charged = any(amounts) or line.kind in {"CAD", "SOADJ"}
    return [
        line.effective_on.isoformat(),
        Words(line.kind_en, line.kind_fr).in_(language),
        line.document_reference,
        line.filer or "",
        *(format_cents(cents, language) if charged else "" for cents in amounts),
        format_cents(line.amount_cents, language),
    ]
