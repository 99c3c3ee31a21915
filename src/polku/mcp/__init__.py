"""An assistant asks and drafts, by the Model Context Protocol."""
