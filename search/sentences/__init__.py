"""Find the sentences that say who did a thing, when, how it went on, or how much is set.

`deeds` answers 哪个局把出租房分三色 by the sentence that has most of what is asked, `passages`
每天补贴多少, 在哪儿领 by the one that says so, of the kind that `asking` reads from the question,
`cells` 护照办得最多的单位 by a table's cell; `weights` tells how much each word weighs.
"""
