"""Find the sentences that say who did a thing, when, or how it went on.

`deeds` answers 哪个局把出租房分三色 by the sentence that has most of what is asked.
"""
