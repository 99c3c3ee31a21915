"""A journey in other formats, one file each. Pure: text and bytes in, text and bytes out."""

from polku.exchange.formats import (
    FORMATS,
    Format,
    format_of,
    read_journey,
    readable,
    write_journey,
)

__all__ = ["FORMATS", "Format", "format_of", "read_journey", "readable", "write_journey"]
