"""What a server loads once is not searched for garbage with every page."""

from __future__ import annotations

import gc
import importlib

from lachan.config import wsgi


def test_a_server_keeps_what_it_has_loaded_out_of_collections():
    gc.unfreeze()
    importlib.reload(wsgi)
    try:
        assert gc.get_freeze_count() > 50_000
        assert len(gc.get_objects()) < 50_000
    finally:
        gc.freeze()
