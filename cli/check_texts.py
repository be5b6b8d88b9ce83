"""What ``check`` says around the findings, in English and French."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Language(StrEnum):
    """The language of everything a person reads."""

    EN = "en"
    FR = "fr"


WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "error": {"en": "error", "fr": "erreur"},
    "warning": {"en": "warning", "fr": "avertissement"},
    "accepted": {"en": "accepted", "fr": "accepté"},
    "rejected": {"en": "rejected", "fr": "rejeté"},
    "unchecked": {
        "en": "could not be checked: {why}",
        "fr": "n'a pas pu être vérifié : {why}",
    },
    "because": {"en": "{verdict}: {counts}", "fr": "{verdict} : {counts}"},
    "at": {"en": "byte {byte}, line {line}", "fr": "octet {byte}, ligne {line}"},
    "column": {"en": "column {column}", "fr": "colonne {column}"},
    "message": {"en": "message {number}", "fr": "message {number}"},
    "named": {
        "en": "message {number} ({reference})",
        "fr": "message {number} ({reference})",
    },
    "segment": {"en": "segment {number} {tag}", "fr": "segment {number} {tag}"},
    "tagged": {"en": "segment {tag}", "fr": "segment {tag}"},
    "commodity": {"en": "commodity line {number}", "fr": "ligne de marchandise {number}"},
    "errors": {"en": "errors {count}", "fr": "erreurs {count}"},
    "warnings": {"en": "warnings {count}", "fr": "avertissements {count}"},
    "messages": {
        "en": "messages {total}, of which rejected {rejected}",
        "fr": "messages {total}, dont rejetés {rejected}",
    },
    "more": {
        "en": "… and {count} more; --limit 0 shows all",
        "fr": "… et {count} de plus ; --limit 0 montre tout",
    },
    "bytes": {"en": "bytes {hex}", "fr": "octets {hex}"},
    "nothing": {"en": "no files here", "fr": "aucun fichier ici"},
    "checking": {"en": "checking", "fr": "vérification"},
    "folder": {
        "en": "the reference data cannot be used: {why}",
        "fr": "les données de référence sont inutilisables : {why}",
    },
}


def say(word: str, language: str, **values: object) -> str:
    """Return a text of ``WORDS`` with its values filled in."""
    return WORDS[word][language].format(**values)
