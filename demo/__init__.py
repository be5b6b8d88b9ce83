"""A made-up day of partner files, and the demonstration that sends it through the hub."""
