"""What a name in a query tells: a unit's, an initiative's, a quoted one, and one that is left out."""
