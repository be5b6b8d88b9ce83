"""What deliveries of reference data would change, as Markdown for the person who approves."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from jobs.reference.load_reference_data import Draft
from mappers.reference.reference_changes import RowChange
from parsers.findings import describe
from words.language import Language
from words.shown import in_markdown

ROWS_SHOWN: Final = 40


def as_markdown(drafts: Sequence[Draft]) -> str:
    """Return the differences of all deliveries that wait, the first rows of each in a table."""
    return "\n\n".join(_one(draft) for draft in drafts)


def said(change: RowChange) -> str:
    """Return one change in words: the row, or of a changed row what it was and becomes."""
    before, after = change.before, change.after
    if before is None or after is None:
        return _values(after if before is None else before)
    same = {name: value for name, value in after.items() if before[name] == value}
    differs = [
        f"{name}: {_text(before[name])} → {_text(after[name])}"
        for name in after
        if before[name] != after[name]
    ]
    return f"{_values(same)}; {', '.join(differs)}"


def _one(draft: Draft) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in draft.counts.items() if count)
    lines = [
        f"### {draft.table}: delivery {draft.message_id} "
        f"({draft.kind}, {in_markdown(draft.file_name)})",
        "",
        counts or "Nothing would change.",
    ]
    for finding in draft.findings:
        told = describe(finding.code, finding.value, finding.expected, Language.EN)
        lines += ["", f"**{finding.code}** {in_markdown(told)}"]
    if draft.declarations is not None:
        lines += ["", f"Declarations of the newest cycle that name one: {draft.declarations}"]
    if draft.changes:
        lines += ["", "| | row |", "|---|---|"]
        shown = draft.changes[:ROWS_SHOWN]
        lines += [f"| {each.change} | {in_markdown(said(each))} |" for each in shown]
    if len(draft.changes) > ROWS_SHOWN:
        more = len(draft.changes) - ROWS_SHOWN
        lines.append(f"| | and {more} rows more, in all {_fingerprint(draft.changes)} |")
    return "\n".join(lines)


def _fingerprint(changes: Sequence[RowChange]) -> str:
    """Return what tells all changes from any others: a yes is to those that are not shown too."""
    text = "\n".join(f"{each.change} {said(each)}" for each in changes)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _values(row: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{name} {_text(value)}" for name, value in (row or {}).items())


def _text(value: object) -> str:
    return "–" if value in {None, ""} else str(value)
