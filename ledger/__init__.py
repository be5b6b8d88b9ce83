"""The book's rules: money, accounts, charges. Pure functions, no database."""
