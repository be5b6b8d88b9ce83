"""What ``tariff`` and ``duty`` say, in English and French."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "item": ("item", "numéro"),
    "unit": ("unit", "unité"),
    "description": ("description", "désignation"),
    "code": ("code", "code"),
    "name": ("name", "nom"),
    "rate": ("rate", "taux"),
    "origins": ("origins", "origines"),
    "any": ("any", "toute"),
    "in force": ("in force", "en vigueur"),
    "since": ("since {start}", "depuis le {start}"),
    "between": ("{start} to {end}", "du {start} au {end}"),
    "as of": ("as of {on}", "au {on}"),
    "treatments": ("Treatments", "Traitements tarifaires"),
    "sima": ("Special import measures", "Mesures spéciales d'importation"),
    "surtax": ("Surtax orders", "Décrets de surtaxe"),
    "excise": (
        "Excise codes (which of them goods bear, the tariff does not say)",
        "Codes d'accise (le tarif ne dit pas lequel vise des marchandises)",
    ),
    "alone": ("ends the list", "clôt la liste"),
    "no item": (
        "There is no tariff item {item} on {on}.",
        "Il n'y a pas de numéro tarifaire {item} le {on}.",
    ),
    "nothing found": (
        "No tariff item is found by “{asked}” on {on}.",
        "Aucun numéro tarifaire ne répond à « {asked} » le {on}.",
    ),
    "more": ("… and more; --after {after} goes on", "… et d'autres ; --after {after} continue"),
    "exported": ("{rows} rows in {file}", "{rows} lignes dans {file}"),
    "one of three": (
        "say an item, --search WORDS or --export FILE, one of the three",
        "donnez un numéro, --search MOTS ou --export FICHIER, un des trois",
    ),
    "export as": (
        "{file}: an export ends in .csv, .json or .parquet",
        "{file} : une exportation finit par .csv, .json ou .parquet",
    ),
    "charge": ("charge", "droit ou taxe"),
    "computed": ("computed", "calcul"),
    "amount": ("amount", "montant"),
    "source": ("source", "source"),
    "payable": ("duties and taxes", "droits et taxes"),
    "suspended": (
        "Under this type nothing is charged until a later declaration.",
        "Sous ce type, rien n'est dû avant une déclaration ultérieure.",
    ),
    "not priced": (
        "The line cannot be priced:",
        "La ligne ne peut pas être tarifée :",
    ),
}


def say(word: str, language: str, **values: object) -> str:
    """Return a text in a language, its values filled in."""
    return WORDS[word][language == "fr"].format(**values)
