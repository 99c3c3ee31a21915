"""Paths of people as columns: whole arrays at a time, never a loop over people."""
