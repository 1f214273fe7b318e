"""Every place where a query stands in the library, one a line, sorted by what stands beside it.

`lines` makes, sorts and counts them, `page` shows them, `sheet` lays them out for files.
"""
