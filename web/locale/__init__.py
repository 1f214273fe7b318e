"""The words of the page in other languages than Chinese."""
