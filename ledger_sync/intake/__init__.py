"""Files received and documents sent, and what their messages came to."""
