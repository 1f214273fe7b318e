"""Proofs that an index holds what its corpus says, before publishing and on demand."""
