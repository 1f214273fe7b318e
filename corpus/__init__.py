"""The bundled library: documents as Markdown with front matter, and the taxonomy as YAML."""
