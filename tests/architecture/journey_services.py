"""Services whose effects reach other rooms, as "room.service": only their journey calls them.

A room that writes such a service adds it here; test_journey_services.py holds the list.
"""

JOURNEY_SERVICES: frozenset[str] = frozenset()
