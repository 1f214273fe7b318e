"""Read a Word document: its zip package, its numbering and styles, then the text of its body."""
