"""Settings, URLs and the WSGI entry; nothing of the domain."""
