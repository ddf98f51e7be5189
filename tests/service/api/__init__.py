"""The HTTP API through a real application over a small real store and build."""
