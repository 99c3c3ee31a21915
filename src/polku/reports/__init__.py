"""The reports: each asks one question of the data and answers with tables, figures, charts and sentences."""
