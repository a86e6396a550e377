"""Readable previews, and the locked site as a host would serve it, on this computer alone."""
