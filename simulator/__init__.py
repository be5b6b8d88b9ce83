"""A made-up world at any size, with its answer key; shares nothing with parsers and mappers."""
