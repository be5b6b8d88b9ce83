"""What is proved of the book, how, and closed months put away."""
