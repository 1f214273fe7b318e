"""A corpus in: folders of Markdown or JSON Lines → documents with paragraphs, or problems."""
