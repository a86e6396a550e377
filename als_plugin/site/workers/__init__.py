"""Processes that do a build's work, their private folder, and where the time goes."""
