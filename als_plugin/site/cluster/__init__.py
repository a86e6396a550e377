"""Sets built on the machines of a cluster."""
