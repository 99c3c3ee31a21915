"""Experiments: sums and sums of squares of each arm in, differences with always-valid intervals out."""
