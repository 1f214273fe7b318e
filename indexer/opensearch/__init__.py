"""The writing side of the OpenSearch engine: a generation's rows into an index of a cluster."""
