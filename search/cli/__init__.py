"""Commands that build, search and look after an index."""
