"""The catalogue of findings as a page: cause, example bytes, answer, remedy.

Made from ``parsers/catalogue.toml`` and the folders of ``tests/rejected``; a test keeps the pages
in ``docs/`` fresh.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cli.intake.excerpts import excerpt
from jobs.answers.answer_file import GST_NOT_REFUNDED, REFUSED_BY_A_PERSON
from jobs.intake.check_files import OWN_FAILURE
from parsers.catalogue import CATALOGUE
from parsers.findings import FINDING_COLUMNS, describe, remedy
from parsers.place_finder import open_places
from words import checking
from words.language import Language
from words.pages.findings_page import say

PAGES: Final = {Language.EN: "findings.md", Language.FR: "constatations.md"}
"""The page of each language, in ``docs/``."""

_WIDTH = 92


def page(language: str, rejected: Path) -> str:
    """Return the page of a language, from the folders of rejected input."""
    parts = [f"# {say('title', language)}", say("made", language), say("intro", language)]
    family = ""
    for code in CATALOGUE:
        if code.partition("-")[0] != family:
            family = code.partition("-")[0]
            parts.append(f"## {family}: {say(family, language)}")
        parts += _entry(code, language, rejected / code)
    return "\n\n".join(parts) + "\n"


def _entry(code: str, language: str, folder: Path) -> Iterator[str]:
    entry = CATALOGUE[code]
    yield f"### {code}"
    severity = checking.say(entry.severity, language)
    yield f"**{severity[0].upper()}{severity[1:]}.** {describe(code, '…', '…', language)}"
    if code == OWN_FAILURE:
        yield say("own", language)
    elif code == REFUSED_BY_A_PERSON:
        yield say("by hand", language)
    elif code == GST_NOT_REFUNDED:
        yield say("on approval", language)
    elif any(folder.glob("delivery.*")):
        yield from _delivery(code, language, folder)
    else:
        yield from _example(code, language, folder)
    yield say("remedy", language, text=remedy(code, language))


def _example(code: str, language: str, folder: Path) -> Iterator[str]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = next(finding for finding in expected["findings"] if finding["code"] == code)
    (path,) = folder.glob("input.*")
    link = _link(path)
    for before in sorted(folder.glob("before*")):
        link += ", " + say("after", language, link=_link(before))
    if (folder / "rules.json").exists():
        other = (folder / "rules.json").read_text(encoding="utf-8").strip("{}\n")
        link = say("rules", language, link=link, rules=f"`{other}`")
    yield say("example", language, link=link)
    lines = _excerpt(path, found)
    if lines:
        yield "```text\n" + "\n".join(lines) + "\n```"
    yield f"> {describe(code, found.get('value'), found.get('expected'), language)}"
    yield _outcome(code, expected, language)


def _delivery(code: str, language: str, folder: Path) -> Iterator[str]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = next(finding for finding in expected["findings"] if finding["code"] == code)
    (path,) = folder.glob("delivery.*")
    link = _link(path)
    for before in sorted(folder.glob("before*")):
        link += ", " + say("after", language, link=_link(before))
    yield say("example", language, link=link)
    at_fault = path.read_bytes()[found["byte_from"] : found["byte_to"]].decode("utf-8").strip()
    yield f"```text\n{at_fault}\n```"
    yield f"> {describe(code, found.get('value'), found.get('expected'), language)}"
    yield say("not loaded" if expected["refused"] else "loaded", language)


def _excerpt(path: Path, found: Mapping[str, Any]) -> list[str]:
    row = dict.fromkeys(FINDING_COLUMNS) | dict(found)
    with open_places(path) as places:
        shown = excerpt(places, places.place(row), _WIDTH)
    lines = [shown.text, shown.carets] if shown.text.strip() else []
    return [line.rstrip() for line in lines]


def _outcome(code: str, expected: Mapping[str, Any], language: str) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in expected["answers"])
    answers = say("answers", language, kinds=kinds) if kinds else say("silence", language)
    told = say("outcome", language, outcome=say(expected["outcome"], language), answers=answers)
    if "CONTRL" not in expected["answers"] or not code.startswith(("EDI", "VAL")):
        return told
    return f"{told} {say('syntax', language, number=CATALOGUE[code].syntax_error)}"


def _link(path: Path) -> str:
    name = f"{path.parent.name}/{path.name}"
    return f"[{name}](../tests/rejected/{name})"
