"""The book proved: every proof, daily seals, archives."""
