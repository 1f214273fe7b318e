"""Answer a question for several figures with a small table: `asked_table` reads what is asked,
`unit_tables` lays out what units say of it; `reworded` finds what other words ask for."""
