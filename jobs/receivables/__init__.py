"""What accounts owe: the close of a day, penalties, cycles, notices."""
