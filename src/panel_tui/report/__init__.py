"""What goes out: one report model, many renderings. Start at `export`."""
