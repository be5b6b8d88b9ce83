"""What is posted once two people approved it."""
