"""Check a draft against the library: what of its figures, names and quotations stands in it.

`claims` finds in a draft what can be checked, `context` of which place and year each claim
speaks, `evidence` asks the library for the paragraphs that may say the same, `verdicts` compares,
`report` tells the result as JSON or lines. A verdict is one of three: the library says the same,
says something else (and what), or has nothing of it. Nothing of a draft is kept or logged.
"""
