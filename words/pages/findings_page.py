"""The texts of the page that lists every finding."""

from typing import Final

from words.language import Phrases, Words

PAGE: Final = Phrases(
    {
        "title": Words("Findings", "Constatations"),
        "made": Words(
            "<!-- made from parsers/catalogue.toml and tests/rejected/; not to be edited -->",
            "<!-- faite de parsers/catalogue.toml et de tests/rejected/ ; à ne pas modifier -->",
        ),
        "intro": Words(
            "Every code that the hub and `carmhub check` can find. A code never changes meaning."
            " An **error** rejects what it is about: one declaration, the interchange, or the"
            " file. A **warning** lets it pass. In CUSRES a code stands in `ERC`, in the XML"
            " answer in `ValidationCode`; CONTRL gives the number of code list 0085. “…” stands"
            " for a value of yours.",
            "Tous les codes que la plateforme et `carmhub check` peuvent constater. Un code ne"
            " change jamais de sens. Une **erreur** rejette ce qu'elle vise : une déclaration,"
            " l'interchange ou le fichier. Un **avertissement** laisse passer. Dans CUSRES, le"
            " code figure dans `ERC`, dans la réponse XML dans `ValidationCode` ; CONTRL donne le"
            " numéro de la liste de codes 0085. « … » tient lieu de votre valeur.",
        ),
        "FILE": Words("The file as such", "Le fichier comme tel"),
        "EDI": Words(
            "UN/EDIFACT envelope and segments",
            "Enveloppe et segments UN/EDIFACT",
        ),
        "XML": Words("The XML document", "Le document XML"),
        "VAL": Words("One value", "Une valeur"),
        "CAD": Words("The rules of a declaration", "Les règles d'une déclaration"),
        "PAY": Words("A payment", "Un paiement"),
        "X12": Words("ANSI X12 envelope and segments", "Enveloppe et segments ANSI X12"),
        "BAI": Words("BAI2 records", "Enregistrements BAI2"),
        "AFT": Words("Records of AFT Standard 005", "Enregistrements TAF, norme 005"),
        "CRD": Words("A card settlement", "Un règlement de cartes"),
        "OPN": Words("An opening of accounts", "Une ouverture de comptes"),
        "RCP": Words("An officer's receipt", "Un reçu d'agent"),
        "REF": Words(
            "A delivery of reference data",
            "Une livraison de données de référence",
        ),
        "REG": Words("A delivery to the registry", "Une livraison au registre"),
        "remedy": Words("**What to do.** {text}", "**Que faire.** {text}"),
        "rules": Words(
            "{link}, under other rules than those in force ({rules})",
            "{link}, selon d'autres règles que celles en vigueur ({rules})",
        ),
        "example": Words("Example, from {link}:", "Exemple, tiré de {link} :"),
        "after": Words("after {link}", "après {link}"),
        "outcome": Words(
            "The hub: {outcome}; {answers}.",
            "La plateforme : {outcome} ; {answers}.",
        ),
        "answers": Words("answered with {kinds}", "répond par {kinds}"),
        "silence": Words(
            "no answer, because nobody is known to be the sender",
            "aucune réponse, car aucun expéditeur n'est connu",
        ),
        "syntax": Words("Code list 0085: {number}.", "Liste de codes 0085 : {number}."),
        "posted": Words("the file is posted", "le fichier est comptabilisé"),
        "rejected": Words("the file is rejected", "le fichier est rejeté"),
        "duplicate": Words("the file is a duplicate", "le fichier est un double"),
        "not loaded": Words(
            "The registry: the delivery is refused whole.",
            "Le registre : la livraison est refusée en entier.",
        ),
        "loaded": Words(
            "The registry: the delivery is taken.",
            "Le registre : la livraison est reçue.",
        ),
        "by hand": Words(
            "No input causes it: a person refused a version that waited, and gave the reason.",
            "Aucune entrée n'en est la cause : une personne a refusé une version en attente et a "
            "donné le motif.",
        ),
        "on approval": Words(
            "No input causes it: a person approved a version that waited, after the due date.",
            "Aucune entrée n'en est la cause : une personne a approuvé une version en attente, "
            "après l'échéance.",
        ),
        "own": Words(
            "No input is known that causes it.",
            "Aucune entrée connue n'en est la cause.",
        ),
    }
)
say = PAGE.say
