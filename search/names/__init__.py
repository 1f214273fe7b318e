"""What is told of a name: a unit's, an initiative's, one that is printed in quotation marks."""
