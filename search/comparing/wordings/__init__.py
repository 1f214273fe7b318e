"""Answer questions for a figure over years that name it in a reader's own words.

`reworded_courses` asks for what reports call it, and for what they tell of a thing whose name
stands in quotation marks, which `quoted_figures` finds.
"""
