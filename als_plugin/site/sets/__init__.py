"""What a set is to a build: its records, views, editions and keys. No MkDocs here."""
