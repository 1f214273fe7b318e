"""Judged queries → nDCG, MRR and recall; many queries → TREC runs."""
