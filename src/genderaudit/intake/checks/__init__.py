"""Rules across columns and tables: contradictions, and texts that must not be printed. They change nothing."""
