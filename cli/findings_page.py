"""The catalogue of findings as a page: cause, example bytes, answer, remedy.

Made from ``parsers/catalogue.toml`` and the folders of ``tests/rejected``; a test keeps the pages
in ``docs/`` fresh.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cli.check_texts import say
from cli.excerpts import excerpt
from jobs.answer_file import REFUSED_BY_A_PERSON
from jobs.check_files import OWN_FAILURE
from jobs.places import open_places
from parsers.catalogue import CATALOGUE
from parsers.findings import FINDING_COLUMNS, describe, remedy

PAGES: Final[Mapping[str, str]] = {"en": "findings.md", "fr": "constatations.md"}
"""The page of each language, in ``docs/``."""

_WIDTH = 92
_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "title": {"en": "Findings", "fr": "Constatations"},
    "made": {
        "en": "<!-- made from parsers/catalogue.toml and tests/rejected/; not to be edited -->",
        "fr": "<!-- faite de parsers/catalogue.toml et de tests/rejected/ ; à ne pas modifier -->",
    },
    "intro": {
        "en": "Every code that the hub and `carmhub check` can find. A code never changes meaning."
        " An **error** rejects what it is about: one declaration, the interchange, or the file. A"
        " **warning** lets it pass. In CUSRES a code stands in `ERC`, in the XML answer in"
        " `ValidationCode`; CONTRL gives the number of code list 0085. “…” stands for a value of"
        " yours.",
        "fr": "Tous les codes que la plateforme et `carmhub check` peuvent constater. Un code ne"
        " change jamais de sens. Une **erreur** rejette ce qu'elle vise : une déclaration,"
        " l'interchange ou le fichier. Un **avertissement** laisse passer. Dans CUSRES, le code"
        " figure dans `ERC`, dans la réponse XML dans `ValidationCode` ; CONTRL donne le numéro de"
        " la liste de codes 0085. « … » tient lieu de votre valeur.",
    },
    "FILE": {"en": "The file as such", "fr": "Le fichier comme tel"},
    "EDI": {
        "en": "UN/EDIFACT envelope and segments",
        "fr": "Enveloppe et segments UN/EDIFACT",
    },
    "XML": {"en": "The XML document", "fr": "Le document XML"},
    "VAL": {"en": "One value", "fr": "Une valeur"},
    "CAD": {"en": "The rules of a declaration", "fr": "Les règles d'une déclaration"},
    "PAY": {"en": "A payment", "fr": "Un paiement"},
    "REF": {
        "en": "A delivery of reference data",
        "fr": "Une livraison de données de référence",
    },
    "REG": {"en": "A delivery to the registry", "fr": "Une livraison au registre"},
    "remedy": {"en": "**What to do.** {text}", "fr": "**Que faire.** {text}"},
    "rules": {
        "en": "{link}, under other rules than those in force ({rules})",
        "fr": "{link}, selon d'autres règles que celles en vigueur ({rules})",
    },
    "example": {"en": "Example, from {link}:", "fr": "Exemple, tiré de {link} :"},
    "after": {"en": "after {link}", "fr": "après {link}"},
    "outcome": {
        "en": "The hub: {outcome}; {answers}.",
        "fr": "La plateforme : {outcome} ; {answers}.",
    },
    "answers": {"en": "answered with {kinds}", "fr": "répond par {kinds}"},
    "silence": {
        "en": "no answer, because nobody is known to be the sender",
        "fr": "aucune réponse, car aucun expéditeur n'est connu",
    },
    "syntax": {"en": "Code list 0085: {number}.", "fr": "Liste de codes 0085 : {number}."},
    "posted": {"en": "the file is posted", "fr": "le fichier est comptabilisé"},
    "rejected": {"en": "the file is rejected", "fr": "le fichier est rejeté"},
    "duplicate": {"en": "the file is a duplicate", "fr": "le fichier est un double"},
    "not loaded": {
        "en": "The registry: the delivery is refused whole.",
        "fr": "Le registre : la livraison est refusée en entier.",
    },
    "loaded": {
        "en": "The registry: the delivery is taken.",
        "fr": "Le registre : la livraison est reçue.",
    },
    "by hand": {
        "en": "No input causes it: a person refused a version that waited, and gave the reason.",
        "fr": "Aucune entrée n'en est la cause : une personne a refusé une version en attente et a "
        "donné le motif.",
    },
    "own": {
        "en": "No input is known that causes it.",
        "fr": "Aucune entrée connue n'en est la cause.",
    },
}


def page(language: str, rejected: Path) -> str:
    """Return the page of a language, from the folders of rejected input."""
    parts = [f"# {_say('title', language)}", _say("made", language), _say("intro", language)]
    family = ""
    for code in CATALOGUE:
        if code.partition("-")[0] != family:
            family = code.partition("-")[0]
            parts.append(f"## {family}: {_say(family, language)}")
        parts += _entry(code, language, rejected / code)
    return "\n\n".join(parts) + "\n"


def _entry(code: str, language: str, folder: Path) -> Iterator[str]:
    entry = CATALOGUE[code]
    yield f"### {code}"
    severity = say(entry.severity, language)
    yield f"**{severity[0].upper()}{severity[1:]}.** {describe(code, '…', '…', language)}"
    if code == OWN_FAILURE:
        yield _say("own", language)
    elif code == REFUSED_BY_A_PERSON:
        yield _say("by hand", language)
    elif any(folder.glob("delivery.*")):
        yield from _delivery(code, language, folder)
    else:
        yield from _example(code, language, folder)
    yield _say("remedy", language, text=remedy(code, language))


def _example(code: str, language: str, folder: Path) -> Iterator[str]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = next(finding for finding in expected["findings"] if finding["code"] == code)
    (path,) = folder.glob("input.*")
    link = _link(path)
    for before in sorted(folder.glob("before*")):
        link += ", " + _say("after", language, link=_link(before))
    if (folder / "rules.json").exists():
        other = (folder / "rules.json").read_text(encoding="utf-8").strip("{}\n")
        link = _say("rules", language, link=link, rules=f"`{other}`")
    yield _say("example", language, link=link)
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
        link += ", " + _say("after", language, link=_link(before))
    yield _say("example", language, link=link)
    at_fault = path.read_bytes()[found["byte_from"] : found["byte_to"]].decode("utf-8").strip()
    yield f"```text\n{at_fault}\n```"
    yield f"> {describe(code, found.get('value'), found.get('expected'), language)}"
    yield _say("not loaded" if expected["refused"] else "loaded", language)


def _excerpt(path: Path, found: Mapping[str, Any]) -> list[str]:
    row = dict.fromkeys(FINDING_COLUMNS) | dict(found)
    with open_places(path) as places:
        shown = excerpt(places, places.place(row), _WIDTH)
    lines = [shown.text, shown.carets] if shown.text.strip() else []
    return [line.rstrip() for line in lines]


def _outcome(code: str, expected: Mapping[str, Any], language: str) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in expected["answers"])
    answers = _say("answers", language, kinds=kinds) if kinds else _say("silence", language)
    told = _say("outcome", language, outcome=_say(expected["outcome"], language), answers=answers)
    if "CONTRL" not in expected["answers"] or not code.startswith(("EDI", "VAL")):
        return told
    return f"{told} {_say('syntax', language, number=CATALOGUE[code].syntax_error)}"


def _link(path: Path) -> str:
    name = f"{path.parent.name}/{path.name}"
    return f"[{name}](../tests/rejected/{name})"


def _say(word: str, language: str, **values: str) -> str:
    return _TEXTS[word][language].format(**values)
