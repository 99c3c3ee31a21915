"""Probabilities of what people do next: fitted on one period, calibrated on the next, checked on a third."""
