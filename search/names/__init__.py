"""What is told of a name: a unit's, an initiative's, one that the library prints in quotation marks."""
