"""Answering of queries from a built index."""
