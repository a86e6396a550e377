"""What has changed since the last build, and what may therefore stand."""
