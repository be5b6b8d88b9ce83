"""Declarations in the book: posted, versioned, reviewed, posted again."""
