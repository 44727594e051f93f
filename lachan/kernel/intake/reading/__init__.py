"""Opening spreadsheets and text tables that nobody made for a machine."""
