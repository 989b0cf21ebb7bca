"""Paper, spreadsheets and backups; knows nothing of the store."""
