"""What the samples of the starter kit show."""

from typing import Final

from words.language import Phrases, Words

COLUMNS: Final = (
    Words("sample", "exemple"),
    Words("shows", "montre"),
    Words("answers", "réponses"),
)

SHOWN: Final = Phrases(
    {
        "accepted-cusdec": Words(
            "the annotated example of the EDIFACT guide; accepted",
            "l'exemple annoté du guide EDIFACT ; accepté",
        ),
        "accepted-xml": Words(
            "the same declaration as XML; accepted",
            "la même déclaration en XML ; acceptée",
        ),
        "one-of-three": Words(
            "one of three declarations rejected, its neighbours accepted",
            "une déclaration sur trois rejetée, ses voisines acceptées",
        ),
        "one-of-three-xml": Words(
            "the same in XML",
            "la même chose en XML",
        ),
        "unknown-tariff-item": Words(
            "CAD-003: a tariff item that does not exist",
            "CAD-003 : un numéro tarifaire inexistant",
        ),
        "amount-differs": Words(
            "CAD-012: a warning; our amount stands",
            "CAD-012 : un avertissement ; notre montant fait foi",
        ),
        "lines-do-not-add-up": Words(
            "CAD-014: the control total is not the sum of the lines",
            "CAD-014 : le total de contrôle n'est pas la somme des lignes",
        ),
        "not-a-number": Words(
            "VAL-002: a letter in an amount",
            "VAL-002 : une lettre dans un montant",
        ),
        "wrong-segment-count": Words(
            "EDI-004: UNT counts wrongly",
            "EDI-004 : UNT compte mal",
        ),
        "cut-short": Words(
            "EDI-001: the end of the file is missing",
            "EDI-001 : la fin du fichier manque",
        ),
        "against-the-schema": Words(
            "XML-013: a value that does not have the form of the schema",
            "XML-013 : une valeur qui n'a pas la forme du schéma",
        ),
        "no-format": Words(
            "FILE-002: neither EDIFACT nor XML",
            "FILE-002 : ni EDIFACT ni XML",
        ),
    }
)
say = SHOWN.say
