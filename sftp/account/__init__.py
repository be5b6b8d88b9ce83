"""What one account is: its keys, its bounds, and what it has used of them."""
