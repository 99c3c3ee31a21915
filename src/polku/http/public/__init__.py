"""Pages and addresses that people outside open, under /p/: no login, no cookie needed, no third party."""
