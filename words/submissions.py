"""The page of a submission that waits for two people."""

from collections.abc import Mapping, Sequence
from typing import Final

from words.language import Phrases, Words
from words.numbers import format_cents, grouped
from words.shown import in_markdown

SUBMISSIONS: Final = Phrases(
    {
        "opening": Words("Opening of accounts", "Ouverture de comptes"),
        "receipt": Words("Officer's receipt", "Reçu d'agent"),
        "number": Words("submission {number}", "présentation {number}"),
        "from": Words(
            "From {file}: {items} items of {accounts} accounts.",
            "De {file} : {items} postes de {accounts} comptes.",
        ),
        "moves": Words(
            "Owed to the agency: {debits} Canadian dollars. Credited: {credits}.",
            "Dus à l'agence : {debits} dollars canadiens. Crédités : {credits}.",
        ),
        "refused": Words("It cannot be posted: {why}", "Impossible à comptabiliser : {why}"),
        "told": Words("the file says", "le fichier dit"),
        "as_of": Words("totals of the older ledger as of", "totaux de l'ancien grand livre au"),
        "payer": Words("payer", "payeur"),
        "method": Words("method", "mode"),
        "received_at": Words("received at", "reçu le"),
        "deposited_on": Words("deposited on", "déposé le"),
        "bank": Words("bank", "banque"),
        "bank_account": Words("bank account", "compte bancaire"),
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
    accounts: Sequence[str],
    items: int,
    debit_cents: int,
    credit_cents: int,
    told: Mapping[str, int | str],
    refusal: str | None,
) -> str:
    """Return what a submission comes to, as a page in Markdown; ``told`` are texts, or cents."""
    say = SUBMISSIONS.say
    named = ", ".join(accounts[:_ACCOUNTS_SHOWN])
    more = ", …" if len(accounts) > _ACCOUNTS_SHOWN else ""
    rows = [
        f"**{say(kind, language)} {in_markdown(reference)}**, "
        f"{say('number', language, number=number)}",
        "",
        say(
            "from",
            language,
            file=in_markdown(file_name),
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
        f"| {say('told', language)} | |",
        "|---|---:|",
        *(
            f"| {say(name, language)} | {_shown(value, language)} |"
            for name, value in told.items()
            if value
        ),
        "",
        say("accounts", language, accounts=f"{named}{more}"),
    ]
    if refusal is not None:
        rows += ["", say("refused", language, why=in_markdown(refusal))]
    return "\n".join(rows)


def _shown(value: int | str, language: str) -> str:
    return format_cents(value, language) if isinstance(value, int) else in_markdown(value)
