"""Measurements, and the synthetic organisations that they are made on."""
