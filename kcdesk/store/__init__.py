"""The office file: SQLite tables, sessions and the journal."""
