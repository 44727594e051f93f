"""From a directive's letter to its orders, tasks, evidence and progress report."""
