"""Moments as whole microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import datetime

import numpy as np


def micros(moment: datetime) -> int:
    """Of a naive UTC moment."""
    return int(np.datetime64(moment, "us").astype(np.int64))
