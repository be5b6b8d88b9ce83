"""Open items: cleared, penalised, billed."""
