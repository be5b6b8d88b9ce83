"""What ``registry`` and ``link`` say."""

from typing import Final

from words.language import Phrases, Words

REGISTRY: Final = Phrases(
    {
        "client": Words("client", "client"),
        "account": Words("account", "compte"),
        "broker": Words("broker", "courtier"),
        "delegation": Words("delegation", "délégation"),
        "enrolment": Words("enrolment", "inscription"),
        "security": Words("security", "garantie"),
        "bn9": Words("business number", "numéro d'entreprise"),
        "bn15": Words("account", "compte"),
        "legal_name": Words("legal name", "dénomination sociale"),
        "program": Words("program", "programme"),
        "language": Words("language", "langue"),
        "documents_to": Words("documents to", "documents à"),
        "notice_formats": Words("notices as", "avis en"),
        "statement_formats": Words("statements as", "relevés en"),
        "offset_preference": Words("offsetting", "compensation"),
        "account_security_number": Words("account security number", "numéro de compte-garantie"),
        "partner_id": Words("partner", "partenaire"),
        "role": Words("role", "rôle"),
        "agreement": Words("agreement", "accord"),
        "kind": Words("kind", "genre"),
        "amount_cents": Words("amount", "montant"),
        "provider": Words("provider", "fournisseur"),
        "effective_from": Words("from", "du"),
        "effective_to": Words("to", "au"),
        "recorded_at": Words("recorded", "consigné"),
        "load": Words("load", "chargement"),
        "loaded_by": Words("by", "par"),
        "says": Words("says", "dit"),
        "about": Words("about", "objet"),
        "history": Words("History", "Historique"),
        "none": Words("none", "aucune"),
        "withdrawn": Words("withdrawn", "retiré"),
        "added": Words("added", "ajouté"),
        "changed": Words("changed", "modifié"),
        "as of": Words("{bn15} {name} on {on}", "{bn15} {name} au {on}"),
        "as known": Words(", as known on {known}", ", tel que connu le {known}"),
        "at": Words("line {line}", "ligne {line}"),
        "refused": Words(
            "The delivery is refused whole; nothing was loaded.",
            "La livraison est refusée en entier ; rien n'a été chargé.",
        ),
        "nothing": Words(
            "Nothing new: the registry says all of this.", "Rien de neuf au registre."
        ),
        "would": Words(
            "{count} facts would change; add --yes to load them.",
            "{count} faits changeraient ; ajoutez --yes pour les charger.",
        ),
        "done": Words("Load {load}: {count} facts.", "Chargement {load} : {count} faits."),
        "more": Words(
            "… and {count} more; --limit 0 shows all",
            "… et {count} de plus ; --limit 0 montre tout",
        ),
        "revoked": Words("The link is revoked.", "Le lien est révoqué."),
        "no link": Words("There is no such link.", "Il n'y a pas de tel lien."),
    }
)
say = REGISTRY.say
