"""Finished builds on disk: published atomically, verified, locked, audited, withdrawn from."""
