"""Rendering: from the texts of a programme to the message one person gets."""
