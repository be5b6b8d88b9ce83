"""Commands that look at the book, prove it and act on it."""
