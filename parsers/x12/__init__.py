"""ANSI X12: its segments, its envelope, and the payment order 820."""
