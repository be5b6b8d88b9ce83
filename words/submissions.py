"""The page of a submission that waits for two people."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from words.language import Phrases, Words
from words.numbers import format_cents, grouped
from words.shown import in_markdown

SUBMISSIONS: Final = Phrases(
    {
        "opening": Words("Opening of accounts", "Ouverture de comptes"),
        "number": Words("submission {number}", "présentation {number}"),
        "from": Words(
            "From {file}, as of {as_of}: {items} items of {accounts} accounts.",
            "De {file}, en date du {as_of} : {items} postes de {accounts} comptes.",
        ),
        "moves": Words(
            "Owed to the agency: {debits} Canadian dollars. Credited: {credits}.",
            "Dus à l'agence : {debits} dollars canadiens. Crédités : {credits}.",
        ),
        "refused": Words("It cannot be posted: {why}", "Impossible à comptabiliser : {why}"),
        "total": Words("total of the older ledger", "total de l'ancien grand livre"),
        "amount": Words("amount", "montant"),
        "accounts": Words("Accounts: {accounts}", "Comptes : {accounts}"),
        "duty": Words("customs duty", "droits de douane"),
        "sima": Words("SIMA duty", "droits de la LMSI"),
        "surtax": Words("surtax", "surtaxe"),
        "excise": Words("excise", "accise"),
        "gst": Words("GST", "TPS"),
        "penalty": Words("penalties", "pénalités"),
        "interest_specified": Words("interest, specified rate", "intérêts, taux déterminé"),
        "interest_prescribed": Words("interest, prescribed rate", "intérêts, taux réglementaire"),
        "payments": Words("unapplied payments", "paiements non affectés"),
    }
)
_ACCOUNTS_SHOWN: Final = 20


def page(
    language: str,
    *,
    kind: str,
    number: int,
    reference: str,
    file_name: str,
    as_of: dt.date,
    accounts: Sequence[str],
    items: int,
    debit_cents: int,
    credit_cents: int,
    totals: Mapping[str, int],
    refusal: str | None,
) -> str:
    """Return what a submission comes to, as a page in Markdown."""
    say = SUBMISSIONS.say
    told = ", ".join(accounts[:_ACCOUNTS_SHOWN])
    more = ", …" if len(accounts) > _ACCOUNTS_SHOWN else ""
    rows = [
        f"**{say(kind, language)} {in_markdown(reference)}**, "
        f"{say('number', language, number=number)}",
        "",
        say(
            "from",
            language,
            file=in_markdown(file_name),
            as_of=as_of,
            items=grouped(items, language),
            accounts=grouped(len(accounts), language),
        ),
        say(
            "moves",
            language,
            debits=format_cents(debit_cents, language),
            credits=format_cents(credit_cents, language),
        ),
        "",
        f"| {say('total', language)} | {say('amount', language)} |",
        "|---|---:|",
        *(
            f"| {say(name, language)} | {format_cents(cents, language)} |"
            for name, cents in totals.items()
            if cents
        ),
        "",
        say("accounts", language, accounts=f"{told}{more}"),
    ]
    if refusal is not None:
        rows += ["", say("refused", language, why=in_markdown(refusal))]
    return "\n".join(rows)
