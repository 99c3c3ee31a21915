"""Moves people through programmes as sets: enter, walk, write down. See docs/explanation/engine.md."""
