"""Rules as dated law: append-only versions with instrument, confidence and place."""
