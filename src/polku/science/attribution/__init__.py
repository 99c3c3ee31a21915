"""Sharing out the credit of conversions to the channels that people met on their way."""
