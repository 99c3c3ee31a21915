"""What can be asked of an event: one file per kind, each with its model, its Ibis expression,
its words in Finnish and English, and its explanation for one event."""
