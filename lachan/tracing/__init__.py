"""Where people were, when and with whom: timelines and exposures."""
