"""Where reports find `polku.analytics.breakdown`."""

from polku.analytics.breakdown import MOST, UNKNOWN, Breakdown, breakdown

__all__ = ["MOST", "UNKNOWN", "Breakdown", "breakdown"]
