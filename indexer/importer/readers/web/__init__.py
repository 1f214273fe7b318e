"""Read a web page: find its main text, cut it into lines, and take the fields of its head."""
