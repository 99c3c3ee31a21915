"""What a team does with care programmes: save, publish, pause, dry-run, explain, results."""
