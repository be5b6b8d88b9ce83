"""BAI2: what banks report of accounts, with totals and counts at three levels."""
