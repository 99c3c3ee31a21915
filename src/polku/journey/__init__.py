"""The journey document: model, load, validate, schema, diff, templates. Pure."""

from polku.journey.load import Loaded, load_journey
from polku.journey.model import Journey, Stage, Touchpoint

__all__ = ["Journey", "Loaded", "Stage", "Touchpoint", "load_journey"]
