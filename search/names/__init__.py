"""What is told of a name: an initiative's, or one that the library prints in quotation marks."""
