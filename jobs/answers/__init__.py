"""The answers to files: from what is recorded of them, or expected to be, to kept documents."""
