"""What a team does with journeys as documents, and with itself."""
