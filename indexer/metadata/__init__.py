"""Propose a document's metadata from what is printed, each value with its evidence.

`regions` knows China's provinces, cities and counties, `units` finds the names of offices and of
media, `dates` reads printed dates and report years, `genres` goes by titles. `proposal` weighs what
they find: a value below the threshold is left out and told, for wrong is worse than empty.
"""

from indexer.metadata.clues import Clues, Evidence
from indexer.metadata.proposal import Metadata, propose_metadata

__all__ = ["Clues", "Evidence", "Metadata", "propose_metadata"]
