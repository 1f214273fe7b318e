"""From a corpus to a generation: full builds, updates, and the worker processes of both."""
