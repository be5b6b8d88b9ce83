"""What money received comes to."""
