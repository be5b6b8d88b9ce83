"""Interchanges, groups, messages: service segments and what they promise."""
