"""What ``registry`` and ``link`` say, in English and French."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "client": ("client", "client"),
    "account": ("account", "compte"),
    "broker": ("broker", "courtier"),
    "delegation": ("delegation", "délégation"),
    "enrolment": ("enrolment", "inscription"),
    "security": ("security", "garantie"),
    "bn9": ("business number", "numéro d'entreprise"),
    "bn15": ("account", "compte"),
    "legal_name": ("legal name", "dénomination sociale"),
    "program": ("program", "programme"),
    "language": ("language", "langue"),
    "documents_to": ("documents to", "documents à"),
    "notice_formats": ("notices as", "avis en"),
    "statement_formats": ("statements as", "relevés en"),
    "offset_preference": ("offsetting", "compensation"),
    "account_security_number": ("account security number", "numéro de compte-garantie"),
    "partner_id": ("partner", "partenaire"),
    "role": ("role", "rôle"),
    "agreement": ("agreement", "accord"),
    "kind": ("kind", "genre"),
    "amount_cents": ("amount", "montant"),
    "provider": ("provider", "fournisseur"),
    "effective_from": ("from", "du"),
    "effective_to": ("to", "au"),
    "recorded_at": ("recorded", "consigné"),
    "load": ("load", "chargement"),
    "loaded_by": ("by", "par"),
    "says": ("says", "dit"),
    "about": ("about", "objet"),
    "history": ("History", "Historique"),
    "none": ("none", "aucune"),
    "withdrawn": ("withdrawn", "retiré"),
    "added": ("added", "ajouté"),
    "changed": ("changed", "modifié"),
    "as of": ("{bn15} {name} on {on}", "{bn15} {name} au {on}"),
    "as known": (", as known on {known}", ", tel que connu le {known}"),
    "at": ("line {line}", "ligne {line}"),
    "refused": (
        "The delivery is refused whole; nothing was loaded.",
        "La livraison est refusée en entier ; rien n'a été chargé.",
    ),
    "nothing": ("Nothing new: the registry says all of this.", "Rien de neuf au registre."),
    "would": (
        "{count} facts would change; add --yes to load them.",
        "{count} faits changeraient ; ajoutez --yes pour les charger.",
    ),
    "done": ("Load {load}: {count} facts.", "Chargement {load} : {count} faits."),
    "more": (
        "… and {count} more; --limit 0 shows all",
        "… et {count} de plus ; --limit 0 montre tout",
    ),
    "revoked": ("The link is revoked.", "Le lien est révoqué."),
    "no link": ("There is no such link.", "Il n'y a pas de tel lien."),
}


def say(word: str, language: str, **values: object) -> str:
    """Return a text in a language, its values filled in."""
    return WORDS[word][language == "fr"].format(**values)
