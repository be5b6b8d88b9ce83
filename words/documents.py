"""The texts of statements of account and daily notices."""

from typing import Final

from words.language import Phrases, Words

DOCUMENTS: Final = Phrases(
    {
        "statement": Words("Statement of account", "Relevé de compte"),
        "notice": Words("Daily notice", "Avis quotidien"),
        "hub": Words("Customs accounts receivable", "Comptes clients des douanes"),
        "account": Words("Program account", "Compte de programme"),
        "period": Words("Goods released", "Marchandises dédouanées"),
        "to": Words("to", "au"),
        "issued": Words("Statement date", "Date du relevé"),
        "posted": Words("Posted on", "Comptabilisé le"),
        "due": Words("Payment due", "Paiement dû"),
        "no charge until": Words("No charge if paid by", "Sans frais si payé au plus tard"),
        "version": Words("Version", "Version"),
        "opening": Words("Previous balance", "Solde précédent"),
        "debits": Words("Charges", "Frais"),
        "credits": Words("Payments and credits", "Paiements et crédits"),
        "closing": Words("Total payable", "Total à payer"),
        "closing_credit": Words("Credit balance", "Solde créditeur"),
        "date": Words("Date", "Date"),
        "type": Words("Type", "Type"),
        "document": Words("Document", "Document"),
        "filer": Words("Filer", "Déclarant"),
        "amount": Words("Amount", "Montant"),
        "restated": Words(
            "Restated, not as issued: facts known on", "Redressé, non tel qu'émis : faits connus le"
        ),
        "made_up": Words(
            "Made up, for a demonstration or a test: nobody owes or is owed what it says.",
            "Document fictif, pour une démonstration ou un essai : personne ne doit ni ne reçoit "
            "ce qu'il indique.",
        ),
        "page": Words("Page", "Page"),
        "none": Words(
            "No transactions in this period.", "Aucune transaction pendant cette période."
        ),
        "summary": Words("Summary", "Sommaire"),
        "transactions": Words("Transactions", "Transactions"),
        "note": Words(
            "Amounts are in Canadian dollars. Each line names the declaration or payment "
            "behind it.",
            "Les montants sont en dollars canadiens. Chaque ligne nomme la déclaration ou le "
            "paiement qui en est l'origine.",
        ),
        "note_summed": Words(
            "Amounts are in Canadian dollars. This document has too many lines to print: they are "
            "summed by day and type, and the XML form of the same document has each of them.",
            "Les montants sont en dollars canadiens. Ce document compte trop de lignes pour être "
            "imprimé : elles sont additionnées par jour et par type, et la forme XML du même "
            "document les porte toutes.",
        ),
        "lines_summed": Words("{count} lines", "{count} lignes"),
    }
)
say = DOCUMENTS.say
