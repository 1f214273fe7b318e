"""Reading of the corpus, analysis and building of the index."""
