"""A published site on a disk or at an address: its signed manifest, and how the next one takes its place."""
