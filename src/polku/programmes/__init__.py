"""Care programmes (hoitomallit): the model, its checks and words, and the list of actions it becomes."""
