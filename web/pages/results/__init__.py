"""What stands above a list of results: cards, how words were read, and help where nothing is."""
