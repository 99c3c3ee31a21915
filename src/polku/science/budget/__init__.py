"""What more money brings, channel by channel, and how a budget is best shared out."""
