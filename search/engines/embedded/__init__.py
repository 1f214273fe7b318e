"""The embedded engine: query trees evaluated over the mapped segments of one generation."""
