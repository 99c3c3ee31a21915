"""What a team does with journeys: draft, publish, set the goal, look after."""

from polku.studio.studio import Studio

__all__ = ["Studio"]
