"""What ``tariff`` and ``duty`` say."""

from typing import Final

from words.language import Phrases, Words

TARIFF: Final = Phrases(
    {
        "item": Words("item", "numéro"),
        "unit": Words("unit", "unité"),
        "description": Words("description", "désignation"),
        "code": Words("code", "code"),
        "name": Words("name", "nom"),
        "rate": Words("rate", "taux"),
        "origins": Words("origins", "origines"),
        "any": Words("any", "toute"),
        "in force": Words("in force", "en vigueur"),
        "since": Words("since {start}", "depuis le {start}"),
        "between": Words("{start} to {end}", "du {start} au {end}"),
        "as of": Words("as of {on}", "au {on}"),
        "treatments": Words("Treatments", "Traitements tarifaires"),
        "sima": Words("Special import measures", "Mesures spéciales d'importation"),
        "surtax": Words("Surtax orders", "Décrets de surtaxe"),
        "excise": Words(
            "Excise codes (which of them goods bear, the tariff does not say)",
            "Codes d'accise (le tarif ne dit pas lequel vise des marchandises)",
        ),
        "alone": Words("ends the list", "clôt la liste"),
        "no item": Words(
            "There is no tariff item {item} on {on}.",
            "Il n'y a pas de numéro tarifaire {item} le {on}.",
        ),
        "nothing found": Words(
            "No tariff item is found by “{asked}” on {on}.",
            "Aucun numéro tarifaire ne répond à « {asked} » le {on}.",
        ),
        "more": Words(
            "… and more; --after {after} goes on", "… et d'autres ; --after {after} continue"
        ),
        "exported": Words("{rows} rows in {file}", "{rows} lignes dans {file}"),
        "one of three": Words(
            "say an item, --search WORDS or --export FILE, one of the three",
            "donnez un numéro, --search MOTS ou --export FICHIER, un des trois",
        ),
        "export as": Words(
            "{file}: an export ends in .csv, .json or .parquet",
            "{file} : une exportation finit par .csv, .json ou .parquet",
        ),
        "charge": Words("charge", "droit ou taxe"),
        "computed": Words("computed", "calcul"),
        "amount": Words("amount", "montant"),
        "source": Words("source", "source"),
        "payable": Words("duties and taxes", "droits et taxes"),
        "suspended": Words(
            "Under this type nothing is charged until a later declaration.",
            "Sous ce type, rien n'est dû avant une déclaration ultérieure.",
        ),
        "not priced": Words(
            "The line cannot be priced:",
            "La ligne ne peut pas être tarifée :",
        ),
    }
)
say = TARIFF.say
