"""Tell of states that units keep up year after year (命案全破), by their streaks.

`streaks` answers what is asked of one in whatever words.
"""
