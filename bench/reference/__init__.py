"""Reference data: how soon a large delivery is compared, shown and applied."""
