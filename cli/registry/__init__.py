"""Commands for who takes part."""
