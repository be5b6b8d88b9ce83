"""The texts of the page that tells every rule in force."""

from typing import Final

from words.language import Phrases, Words

PAGE: Final = Phrases(
    {
        "title": Words("Rules in force on {day}", "Règles en vigueur le {day}"),
        "changes": Words(
            "Rules that began or ended from {since} to {day}",
            "Règles qui ont commencé ou pris fin du {since} au {day}",
        ),
        "made": Words(
            "<!-- made from config/; not to be edited -->",
            "<!-- faite de config/ ; à ne pas modifier -->",
        ),
        "intro": Words(
            "Every dated rule that this hub goes by: what it says, since when and until when, where"
            " it is from, and how sure that is. `carmhub rules --on DATE` tells those of another"
            " day, `carmhub rules --changed-since DATE` what changed. Names of fields, sources and"
            " doubts stand as they are written in `config/`. Of a table with many rows only their"
            " number is told; holidays and days of free payment, which are about a day each, are"
            " in `config/reference/holidays.csv` and `due_overrides.csv`, bounds of files and of"
            " the server in `config/rules/intake.toml`.",
            "Toutes les règles datées que suit la plateforme : ce qu'elles disent, depuis quand et"
            " jusqu'à quand, d'où elles viennent et à quel point c'est sûr. `carmhub rules --on"
            " DATE` donne celles d'un autre jour, `carmhub rules --changed-since DATE` ce qui a"
            " changé. Les noms des champs, les sources et les doutes sont donnés tels qu'ils sont"
            " écrits, en anglais, dans `config/`. D'une table de beaucoup de lignes, seul le nombre"
            " est donné ; les jours fériés et les jours de paiement sans frais sont dans"
            " `config/reference/holidays.csv` et `due_overrides.csv`, les limites des fichiers et"
            " du serveur dans `config/rules/intake.toml`.",
        ),
        "about": Words("for", "pour"),
        "says": Words("says", "dit"),
        "since": Words("since", "depuis"),
        "until": Words("until", "jusqu'au"),
        "source": Words("source", "source"),
        "confidence": Words("confidence", "certitude"),
        "rows": Words("{count} rows in force", "{count} lignes en vigueur"),
        "none": Words("No rule.", "Aucune règle."),
        "unsourced": Words("Rules without a source", "Règles sans source"),
        "unsourced intro": Words(
            "Ours, samples, or nobody's: no test calls them law.",
            "Les nôtres, des exemples, ou de personne : aucun essai ne les dit de droit.",
        ),
    }
)

RULES: Final[dict[str, Words]] = {
    "act": Words("How many people an act takes", "Combien de personnes demande un acte"),
    "approval": Words("Who accepts reference data", "Qui accepte les données de référence"),
    "band": Words("What is plausible", "Ce qui est plausible"),
    "cad_type": Words("Types of declaration", "Types de déclaration"),
    "cap": Words("What is accepted by card", "Ce qui est accepté par carte"),
    "check_digit": Words("Check digits", "Chiffres de contrôle"),
    "counting": Words("How interest counts", "Comment l'intérêt se calcule"),
    "cycle": Words("Billing cycles", "Cycles de facturation"),
    "dishonoured_payment": Words("Returned payments", "Paiements refusés"),
    "held": Words("Money for nobody known", "Sommes à personne connue"),
    "in_transit": Words("Money in transit", "Sommes en route"),
    "unposted": Words("Bank lines not posted", "Lignes bancaires non inscrites"),
    "gst_refund": Words("Refunds of GST", "Remboursements de TPS"),
    "hand_filed": Words("Types entered by hand", "Types saisis à la main"),
    "interest": Words("Interest on adjustments", "Intérêt sur les rajustements"),
    "lapse": Words("When what waits lapses", "Quand ce qui attend devient caduc"),
    "left_out_of_refunds": Words("Left out of refunds", "Exclu des remboursements"),
    "limit": Words("Bounds of the API", "Limites de l'API"),
    "line_limit": Words("Lines of a declaration", "Lignes d'une déclaration"),
    "link": Words("Linking users to accounts", "Rattachement d'utilisateurs aux comptes"),
    "match": Words("What links a payment", "Ce qui associe un paiement"),
    "mandatory": Words("Elements that a type needs", "Éléments qu'exige un type"),
    "number_reserved": Words("Numbers used again", "Réutilisation des numéros"),
    "outage": Words("Outages", "Pannes"),
    "payment_day": Words("When a payment counts", "Quand compte un paiement"),
    "penalty": Words("Penalties", "Pénalités"),
    "plausibility": Words("What is taken for a slip", "Ce qui passe pour une étourderie"),
    "policy": Words("How credits meet debts", "Comment les crédits éteignent les dettes"),
    "prescribed_day": Words("The prescribed day", "Le jour réglementaire"),
    "rate_day": Words("The day of a rate", "Le jour d'un taux"),
    "charge_base": Words("What a charge is of", "Ce sur quoi porte un droit"),
    "reason_list": Words("Reasons for a change", "Motifs d'un changement"),
    "release_offices": Words("Release offices", "Bureaux de mainlevée"),
    "retention": Words("How long files are kept", "Conservation des fichiers"),
    "security": Words("Security for release", "Garantie de mainlevée"),
    "sima_answer": Words("What answers a SIMA measure", "Ce qui répond à une mesure de LMSI"),
    "set_off_bar": Words("When nothing is set off", "Quand rien n'est compensé"),
    "share": Words("How much of a table changes", "Quelle part d'une table change"),
    "small_amount": Words("Small amounts", "Petits montants"),
    "unmeasured": Words("Tables that two people read", "Tables que lisent deux personnes"),
    "version": Words("New versions", "Nouvelles versions"),
    "window": Words("Shorter windows", "Délais plus courts"),
    "tariff_item": Words("Tariff items", "Numéros tarifaires"),
    "tariff_rate": Words("Rates of duty", "Taux de droits"),
    "treatment_origin": Words("Treatments and origins", "Traitements et origines"),
    "exchange_rate": Words("Rates of exchange", "Taux de change"),
    "gst_rate": Words("Rates of GST", "Taux de TPS"),
    "excise_rate": Words("Rates of excise", "Taux d'accise"),
    "sima_measure": Words("SIMA measures", "Mesures de la LMSI"),
    "surtax_measure": Words("Surtax orders", "Décrets de surtaxe"),
    "relief": Words("Reliefs", "Exonérations"),
    "unit_factor": Words("Units", "Unités"),
    "prescribed_rate": Words("Prescribed rates of interest", "Taux d'intérêt réglementaires"),
    "waiver": Words("Waivers", "Renonciations"),
}
"""What the rules of a table are about, by its name."""


def say(name: str, language: str, /, **values: object) -> str:
    """Return a text of the page."""
    return PAGE.say(name, language, **values)


def rules_of(table: str, language: str) -> str:
    """Return what the rules of a table are about; its own name where nobody has named it."""
    return RULES[table].in_(language) if table in RULES else table
