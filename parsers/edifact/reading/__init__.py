"""Messages to tables, many at once or one by one."""
