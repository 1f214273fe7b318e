"""The figures table: the rows that a build has read, filtered, sorted and paged.

`request` says what is asked, `table` finds it in the arrays of the generation's folder (the same
ones for every engine), `results` is what comes back, `response` its JSON.
"""
