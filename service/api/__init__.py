"""The JSON routes, one file a noun."""
