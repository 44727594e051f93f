"""Screens that show several rooms: command board, case file, my work, commune board."""
