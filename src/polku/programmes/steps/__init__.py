"""One file for each kind of step: its model, its action, its words in Finnish and English."""
