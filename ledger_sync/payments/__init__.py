"""Payments as the book knows them again."""
