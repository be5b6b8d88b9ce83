"""The business rules: plain functions over a batch, and how a fault is told."""
