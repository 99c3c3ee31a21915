"""The ways out, one file each. A channel hands over one rendered message and says what came of it."""
