"""A journey in other formats, one file each. Pure."""
