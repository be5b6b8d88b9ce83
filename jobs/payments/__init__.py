"""Payments: what is done about them besides posting."""
