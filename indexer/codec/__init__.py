"""The Whoosh codec of qianshao: flat arrays on disk."""
