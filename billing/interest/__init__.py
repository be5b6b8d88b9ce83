"""Interest: the rate of every day, and what it makes of an amount, in whole cents."""
