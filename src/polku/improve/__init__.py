"""Getting better: ideas, frictions, opportunities, experiments, decisions, reviews, the year and the stop list."""

from polku.improve.improve import Improve

__all__ = ["Improve"]
