"""Editions to finished files, by filling frames or by MkDocs."""
