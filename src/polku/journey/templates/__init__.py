"""Journeys to begin from: YAML files in both languages.

In a file here, comments that begin with `#fi` or `#en` are kept for that language only.
"""
