"""Commands for files: checked, sent, listed."""
