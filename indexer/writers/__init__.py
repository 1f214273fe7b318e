"""Writers of the index, one for each engine."""
