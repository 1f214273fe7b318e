"""From a paragraph's own words to its figures: what is measured, how much, against what.

Rules, not a model, in five steps, each a module. `quantities` finds printed numbers with their
units, `traps` puts aside those that measure nothing (dates, codes, hotlines, slogans), `runs`
cuts sentences into clauses and figures that stand side by side, `leads` and `names` read the
words around them, and `reader` gives each figure its indicator and carries over what a later
clause leaves unsaid. What cannot be read surely is listed as unread, with the reason.
Everything is a pure function of the text and the year, in time linear in the text's length.
"""

from indexer.figures.extractor import extract, figures_of
from indexer.model.figures import Figure, FigureIds, Figures, UnreadFigure, figure_ids

__all__ = ["Figure", "FigureIds", "Figures", "UnreadFigure", "extract", "figure_ids", "figures_of"]
