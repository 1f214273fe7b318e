"""The figures of a segment: one array for each field, in the order of rows and of their texts."""
