"""Every place has a dated version: units of two or three levels, hamlets, venues, successions, a schematic map."""
