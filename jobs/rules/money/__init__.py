"""The rules of what money does: interest, and what is charged, refunded or set off."""
