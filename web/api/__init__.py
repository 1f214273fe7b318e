"""The JSON API and its description in OpenAPI."""
