"""Benchmarks: each a ratio against a peer or a bound that is measured in the same run."""
