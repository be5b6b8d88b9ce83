"""What ``check`` says around the findings."""

from typing import Final

from words.language import Phrases, Words

CHECKING: Final = Phrases(
    {
        "error": Words("error", "erreur"),
        "warning": Words("warning", "avertissement"),
        "accepted": Words("accepted", "accepté"),
        "rejected": Words("rejected", "rejeté"),
        "unchecked": Words(
            "could not be checked: {why}",
            "n'a pas pu être vérifié : {why}",
        ),
        "because": Words("{verdict}: {counts}", "{verdict} : {counts}"),
        "at": Words("byte {byte}, line {line}", "octet {byte}, ligne {line}"),
        "column": Words("column {column}", "colonne {column}"),
        "message": Words("message {number}", "message {number}"),
        "named": Words(
            "message {number} ({reference})",
            "message {number} ({reference})",
        ),
        "segment": Words("segment {number} {tag}", "segment {number} {tag}"),
        "tagged": Words("segment {tag}", "segment {tag}"),
        "commodity": Words("commodity line {number}", "ligne de marchandise {number}"),
        "errors": Words("errors {count}", "erreurs {count}"),
        "warnings": Words("warnings {count}", "avertissements {count}"),
        "messages": Words(
            "messages {total}, of which rejected {rejected}",
            "messages {total}, dont rejetés {rejected}",
        ),
        "more": Words(
            "… and {count} more; --limit 0 shows all",
            "… et {count} de plus ; --limit 0 montre tout",
        ),
        "bytes": Words("bytes {hex}", "octets {hex}"),
        "computed": Words("{reference}: {amounts}", "{reference} : {amounts}"),
        "nothing": Words("no files here", "aucun fichier ici"),
        "checking": Words("checking", "vérification"),
        "folder": Words(
            "the reference data cannot be used: {why}",
            "les données de référence sont inutilisables : {why}",
        ),
    }
)
say = CHECKING.say
