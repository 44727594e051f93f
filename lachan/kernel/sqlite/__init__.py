"""Django's SQLite, where long work sees that somebody waits for the write lock."""
