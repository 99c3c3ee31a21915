"""Getting better: ideas, frictions, opportunities, experiments, decisions, reviews."""
