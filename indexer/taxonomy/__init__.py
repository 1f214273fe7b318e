"""The curated lists (sources, themes, initiatives, synonyms), tagging by them, and new names."""
