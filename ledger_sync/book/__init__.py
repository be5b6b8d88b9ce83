"""The book: its connection, acts, batches, postings and their reversal, the close."""
