"""Segments: saved conditions with a live count, sample people and the list of who uses them."""
