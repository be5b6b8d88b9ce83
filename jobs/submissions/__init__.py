"""What partners submit for two people to approve: received, compared with the book, listed."""
