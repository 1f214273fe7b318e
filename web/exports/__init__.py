"""All hits as a file: CSV, Excel or Word."""
