"""The project's own benchmark: ``python -m tests.bench``; no part of the tests."""
