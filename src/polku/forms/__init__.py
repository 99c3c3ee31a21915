"""Lead-magnet forms as documents: model, load, and what a submission must be. Pure."""
