"""Lay what reports say side by side: units over years, and one unit beside others.

`grid` lays a subject out, `measures` an indicator; `asked_units`, `unit_figures` and `courses`
answer a question with figures. Two documents are compared in `documents`.
"""
