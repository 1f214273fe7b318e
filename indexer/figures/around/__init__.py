"""What stands around a figure that it needs to be understood.

`topics` finds what a heading or a question says that the figures behind it are of, `pairs` sets a
figure beside the one before it, `years` gives each of several figures in a row its own.
"""
