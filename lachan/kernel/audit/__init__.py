"""Every write leaves an event in its own transaction; batches are sealed into a hash chain."""
