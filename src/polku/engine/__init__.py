"""Moves people through care programmes, as sets: tick, dry run, explanation, all from the same actions."""
