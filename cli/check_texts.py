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

# Elements by the name that a finding bears: of a column, or the directory's after its number.
ELEMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "transaction number": ("transaction number", "numéro de transaction"),
    "version": ("version", "version"),
    "function": ("message function", "fonction du message"),
    "filer remark": ("remark", "remarque"),
    "cad type": ("declaration type", "type de déclaration"),
    "importer": ("importer", "importateur"),
    "filer": ("filer", "déclarant"),
    "release on": ("release date", "date de mainlevée"),
    "release office": ("release office", "bureau de mainlevée"),
    "cargo control number": ("cargo control number", "numéro de contrôle du fret"),
    "line count": ("line count", "nombre de lignes"),
    "total value": ("total value", "valeur totale"),
    "line number": ("line number", "numéro de ligne"),
    "invoice number": ("invoice number", "numéro de facture"),
    "vendor name": ("vendor name", "nom du vendeur"),
    "tariff item": ("tariff item", "numéro tarifaire"),
    "description": ("description", "description"),
    "origin country": ("country of origin", "pays d'origine"),
    "export country": ("country of export", "pays d'exportation"),
    "direct shipment on": ("date of direct shipment", "date d'expédition directe"),
    "treatment": ("tariff treatment", "traitement tarifaire"),
    "vfd code": ("value for duty code", "code de valeur en douane"),
    "quantity thousandths": ("quantity", "quantité"),
    "unit": ("unit of measure", "unité de mesure"),
    "currency": ("currency", "devise"),
    "value for currency conversion": (
        "value for currency conversion",
        "valeur pour conversion de devise",
    ),
    "tariff code": ("tariff code", "code tarifaire"),
    "sima code": ("SIMA code", "code de LMSI"),
    "sima measure": ("SIMA measure", "mesure de LMSI"),
    "surtax code": ("surtax code", "code de surtaxe"),
    "excise code": ("excise code", "code d'accise"),
    "gst code": ("GST code", "code de TPS"),
    "special authority": ("special authority", "autorisation spéciale"),
    "licence": ("licence", "licence"),
    "previous transaction number": (
        "previous transaction number",
        "numéro de transaction précédent",
    ),
    "warehouse": ("warehouse", "entrepôt"),
    "declared value for duty": ("declared value for duty", "valeur en douane déclarée"),
    "declared payable": ("declared amount payable", "montant payable déclaré"),
    "classification description": (
        "description of the classification",
        "description du classement",
    ),
    "SIMA code": ("SIMA code", "code de LMSI"),
    "Surtax or safeguard code": ("surtax or safeguard code", "code de surtaxe ou de sauvegarde"),
    "Excise tax code": ("excise tax code", "code de taxe d'accise"),
    "Goods and services tax code": ("GST code", "code de TPS"),
    "amount in CAD": ("amount in CAD", "montant en CAD"),
    "total in CAD": ("total in CAD", "total en CAD"),
    "city": ("city", "ville"),
    "state or province": ("state or province", "État ou province"),
    "sub-location": ("sub-location", "sous-lieu"),
    "reason code": ("reason code", "code de motif"),
    "reasons": ("reason codes", "codes de motif"),
    "duty": ("duty", "droits"),
    "value for duty": ("value for duty", "valeur en douane"),
    "payable": ("amount payable", "montant à payer"),
    "due on": ("due date", "date d'échéance"),
    "gst": ("GST", "TPS"),
    "sima": ("SIMA duty", "droits LMSI"),
    "anti_dumping": ("anti-dumping duty", "droits antidumping"),
    "countervailing": ("countervailing duty", "droits compensateurs"),
    "surtax": ("surtax", "surtaxe"),
    "excise": ("excise", "accise"),
    "document name code": ("document name code", "code du document"),
    "message function": ("message function", "fonction du message"),
    "CAD type": ("declaration type", "type de déclaration"),
    "office": ("office", "bureau"),
    "date": ("date", "date"),
    "date format": ("date format", "format de la date"),
    "number": ("number", "numéro"),
    "program account (BN15)": ("program account (BN15)", "compte de programme (NE15)"),
    "account security number": ("account security number", "numéro de compte-garantie"),
    "name": ("name", "nom"),
    "duty or tax type": ("duty or tax type", "genre de droit ou de taxe"),
    "amount": ("amount", "montant"),
    "tariff treatment": ("tariff treatment", "traitement tarifaire"),
    "value for duty code": ("value for duty code", "code de valeur en douane"),
    "text": ("text", "texte"),
    "country": ("country", "pays"),
    "unit of measure": ("unit of measure", "unité de mesure"),
    "quantity": ("quantity", "quantité"),
    "count": ("count", "compte"),
    "total": ("total", "total"),
}


def say(word: str, language: str, **values: object) -> str:
    """Return a text of ``WORDS`` with its values filled in."""
    return WORDS[word][language].format(**values)


def element_name(element: str, language: str) -> str:
    """Return how people call an element; its number, where it has one, stays in front."""
    number, _, name = element.partition(" ")
    if number.isdigit() and name:
        return f"{number} {element_name(name, language)}"
    names = ELEMENTS.get(element)
    return element if names is None else names[language == "fr"]
