"""What is due, and when: calendar, cycles, clearing order, statements as data. Pure."""
