"""Reference data into the book: seeded, delivered, shown, applied."""
