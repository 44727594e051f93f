"""The parts every screen is made of: pages, marks, tables, forms, charts and navigation, without any domain."""
