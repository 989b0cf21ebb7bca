"""The only reader of what is declared in TOML: schemes, forms, sheets, calendars."""
