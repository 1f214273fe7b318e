"""Pages, JSON API and command line over the searcher."""
