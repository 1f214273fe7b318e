"""Pages that compare: figures as a table, units over years, two reports, a draft with the library.

`table` lists figures, `compare` puts units beside years, with `charts`; `differences` aligns two
reports, `proof` checks a draft against what the library says.
"""
