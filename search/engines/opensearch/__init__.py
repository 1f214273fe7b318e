"""The OpenSearch engine: query trees answered by a cluster, with our analysis and ranking."""
