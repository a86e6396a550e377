"""Files to begin with: a new organisation, a new set, a new session. Text and writing; nothing of MkDocs."""
