"""Commands (write) and queries (read): one transaction each."""
