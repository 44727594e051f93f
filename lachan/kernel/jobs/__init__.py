"""Background work on the database itself: lease, reaper, retry and schedule."""
