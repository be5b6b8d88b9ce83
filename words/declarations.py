"""What ``history`` and ``explain`` say of a declaration."""

from typing import Final

from words.language import Phrases, Words

HISTORY: Final = (
    Words("version", "version"),
    Words("what", "quoi"),
    Words("filed", "présentée"),
    Words("in the book", "comptabilisée"),
    Words("due", "échéance"),
    Words("payable", "à payer"),
    Words("reasons", "motifs"),
    Words("decision", "décision"),
)
"""The columns of a declaration's history."""

DECLARATIONS: Final = Phrases(
    {
        "original": Words("original", "original"),
        "correction": Words("correction", "correction"),
        "adjustment": Words("adjustment", "rajustement"),
        "withdrawal": Words("withdrawal", "retrait"),
        "approved": Words("approved", "approuvée"),
        "refused": Words("refused", "refusée"),
        "waits": Words("waits until {day}", "attend jusqu'au {day}"),
        "same": Words("The two say and owe the same.", "Les deux disent et doivent la même chose."),
        "declaration": Words("declaration", "déclaration"),
        "line": Words("line", "ligne"),
        "nothing": Words("nothing", "rien"),
        "no line": Words("{number} has no line {line}", "{number} n'a pas de ligne {line}"),
        "withdrawn": Words(
            "{number} was withdrawn by version {by} and owes nothing; for the version before it: "
            "carmhub explain {number} --version {earlier}",
            "{number} a été retirée par la version {by} et ne doit rien ; pour la version "
            "précédente : carmhub explain {number} --version {earlier}",
        ),
    }
)
say = DECLARATIONS.say
