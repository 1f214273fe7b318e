"""Engines that read an index, behind one seam (`base`)."""
