"""What travels from the corpus to the index: documents, paragraphs, their fields, problems."""
