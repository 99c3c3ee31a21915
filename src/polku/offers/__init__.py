"""Offers as documents: what it costs, on which terms, and who must accept. Pure."""
