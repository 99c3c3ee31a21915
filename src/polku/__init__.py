"""Customer journeys that run."""
