"""The night of a large book: what it is measured on, and what is measured."""
