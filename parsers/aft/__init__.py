"""AFT Standard 005 of Payments Canada: credits, debits, reversals, returns, notices of change."""
