"""What two people approve, as postings."""
