"""What a person does to the book: replay, reverse, decide on a version."""
