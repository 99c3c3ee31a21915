"""Problem texts in Finnish and English, one TOML file per area."""
