"""From a table's row under the names of its columns to figures: 单位：东塘分局；立案(起)：318.

The importer writes such rows. Each cell that holds a number with a unit, printed in it or in its
column's name, is a figure of what the first cell names; all others are left alone.
"""
