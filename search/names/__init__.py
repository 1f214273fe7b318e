"""What a name in a query tells: of a unit, of an initiative, printed in quotes, or left out."""
