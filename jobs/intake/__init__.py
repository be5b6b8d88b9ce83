"""Files in and their answers out: collect, read, decide, post, answer, deliver."""
