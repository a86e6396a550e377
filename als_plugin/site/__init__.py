"""One organisation's site: the guidance and every set through MkDocs, sealed, audited, moved into place."""
