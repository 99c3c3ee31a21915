"""The contact policy: one file for each rule, all of them over a whole chunk at once."""
