"""Lines to prices: rates in force, bases, terms, and their explanation."""
