"""Answer questions for a figure over years that name it in a reader's own words.

`printed_names` finds what reports call it, `quoted_figures` what they tell of a thing whose name
stands in quotation marks; `reworded_courses` asks for both.
"""
