"""Message tables to decisions and postings, by business fact. Pure."""
