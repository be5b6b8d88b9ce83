"""Card settlement: what an acquirer paid out of card and debit payments, as CSV."""
