"""How a delivery's changes and an account's dossier are shown, as text and as data."""

from collections.abc import Iterable

from cli.console import console
from cli.text_table import add_texts, table_of
from jobs.hub.book_terms import HISTORIES, Change, Row
from jobs.registry.load_registry import Draft
from jobs.registry.show_account import Dossier
from mappers.reference.code_lists import CodeLists
from parsers.deliveries.registry.registry_tables import KINDS, OPEN_END
from parsers.findings import Finding, describe, remedy
from words.numbers import format_cents
from words.registry import say

_LISTS = {
    (kind.name, column.read_as): column.codes
    for kind in KINDS
    for column in kind.columns
    if column.codes and not column.many
}


def show_draft(drafted: Draft, limit: int, language: str) -> None:
    """Print the findings of a delivery, or what it would change or has changed."""
    for finding in drafted.findings:
        _show_finding(finding, language)
    if drafted.refused:
        console.print(say("refused", language), style="bold red")
        return
    _show_changes(drafted.changes[:limit], language)
    count = len(drafted.changes)
    if count > limit:
        console.print(say("more", language, count=count - limit))
    word = "nothing" if not count else "would" if drafted.load_id is None else "done"
    console.print(say(word, language, count=count, load=drafted.load_id))


def show_dossier(dossier: Dossier, codes: CodeLists, language: str) -> None:
    """Print an account as of a day, then every row that was loaded of it."""
    title = say("as of", language, bn15=dossier.bn15, name=dossier.legal_name, on=dossier.on)
    if dossier.known_on is not None:
        title += say("as known", language, known=dossier.known_on)
    console.print(title, style="bold", soft_wrap=True)
    for kind in ("account", "enrolment", "security", "delegation"):
        _show_facts(kind, dossier.facts[kind], codes, language)
    console.print(f"\n{say('history', language)}", style="bold")
    headings = (
        "recorded_at",
        "load",
        "loaded_by",
        "about",
        "effective_from",
        "effective_to",
        "says",
    )
    table = table_of([say(name, language) for name in headings])
    for row in dossier.history:
        told = say("withdrawn", language) if row["withdrawn"] else _says(row, language)
        add_texts(
            table,
            f"{row['recorded_at']:%Y-%m-%d %H:%M}",
            f"{row['load_id']} {row['name']}",
            row["loaded_by"],
            say(row["kind"], language),
            str(row["effective_from"]),
            _end(row["effective_to"]),
            told,
        )
    console.print(table)


def as_data(drafted: Draft, language: str) -> dict[str, object]:
    """Return a draft as JSON has it, findings with their sentence and remedy."""
    findings = [
        finding.__dict__
        | {
            "severity": str(finding.severity),
            "text": describe(finding.code, finding.value, finding.expected, language),
            "remedy": remedy(finding.code, language),
        }
        for finding in drafted.findings
    ]
    changes = [
        change.__dict__
        | {
            "change": _done(change),
            "before": dict(change.before) if change.before else None,
            "after": dict(change.after) if change.after else None,
        }
        for change in drafted.changes
    ]
    return {
        "refused": drafted.refused,
        "load": drafted.load_id,
        "findings": findings,
        "changes": changes,
    }


def _show_finding(finding: Finding, language: str) -> None:
    place = [finding.segment or ""]
    if finding.segment_position is not None:
        place.append(say("at", language, line=finding.segment_position))
    if finding.element:
        place.append(finding.element)
    told = describe(finding.code, finding.value, finding.expected, language)
    console.print(f"{finding.code} {' '.join(place)}: {told}", soft_wrap=True)
    console.print(f"  {remedy(finding.code, language)}", style="dim", soft_wrap=True)


def _show_changes(changes: Iterable[Change], language: str) -> None:
    table = table_of(
        ["", say("about", language), say("effective_from", language), say("says", language)]
    )
    for change in changes:
        kind, about = say(change.kind, language), " ".join(change.key)
        add_texts(
            table,
            f"{say(_done(change), language)}: {kind}",
            about,
            change.effective_from,
            _said(change, language),
        )
    if table.row_count:
        console.print(table)


def _done(change: Change) -> str:
    if change.before is None:
        return "added"
    return "withdrawn" if change.after is None else "changed"


def _said(change: Change, language: str) -> str:
    """Return what a change says, each value with the one before it where there was another."""
    before = dict(change.before or ())
    texts = []
    for name, value in change.after or change.before or ():
        if (name, value) == ("effective_to", OPEN_END) and before.get(name) in {None, OPEN_END}:
            continue
        was = before.get(name)
        differs = change.before is not None and change.after is not None and was != value
        texts.append(f"{say(name, language)} {f'{was} → ' if differs else ''}{value}")
    return ", ".join(texts)


def _show_facts(kind: str, rows: list[Row], codes: CodeLists, language: str) -> None:
    console.print(f"\n{say(kind, language).capitalize()}", style="bold")
    if not rows:
        console.print(f"  {say('none', language)}")
        return
    history = HISTORIES[kind]
    names = [name for name in (*history.key, *history.attributes) if name != "bn15"]
    table = table_of([say(name, language) for name in (*names, "effective_from", "effective_to")])
    for row in rows:
        shown = [_meant(kind, name, row[name], codes, language) for name in names]
        add_texts(table, *shown, str(row["effective_from"]), _end(row["effective_to"]))
    console.print(table)


def _says(row: Row, language: str) -> str:
    """Return what a row of the history says, in the order of its kind's columns."""
    history = HISTORIES[row["kind"]]
    values = ((name, row["says"].get(name)) for name in (*history.key, *history.attributes))
    return ", ".join(
        format_cents(value, language) if name == "amount_cents" else str(value)
        for name, value in values
        if value is not None
    )


def _meant(kind: str, name: str, value: object, codes: CodeLists, language: str) -> str:
    """Return a value as a person reads it: a code with its meaning, an amount in dollars."""
    if name == "amount_cents":
        return format_cents(int(str(value)), language)
    listed = _LISTS.get((kind, name))
    if listed is None:
        return "" if value is None else str(value)
    codes_of = codes.lists[listed]
    meanings = dict(zip(codes_of["code"], codes_of[f"meaning_{language}"], strict=True))
    return f"{value}: {meanings.get(value, '')}"


def _end(day: object) -> str:
    return "" if str(day) == OPEN_END else str(day)
