"""All that talks to MkDocs and the theme; nothing else in site/ does."""
