"""Both ways through the book, and its state at a glance."""
