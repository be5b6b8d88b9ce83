"""What a file comes to: declarations decided, a whole file judged."""
