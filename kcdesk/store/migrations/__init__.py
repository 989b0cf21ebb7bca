"""One module a version, ``to_2`` and so on: how an office file of the version before becomes it.

Frozen: a step says what the tables were to become that day, not what they are today.
"""
