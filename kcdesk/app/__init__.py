"""Wires, starts, crashes well; the command line."""
