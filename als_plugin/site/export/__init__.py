"""A set's handbook as plain Markdown."""
