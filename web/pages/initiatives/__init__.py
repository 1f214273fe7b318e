"""The pages of initiatives: the index of all, and one of its own for each."""
