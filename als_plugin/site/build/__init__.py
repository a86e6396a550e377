"""One build: what is asked, one task a set, sealing, signing."""
