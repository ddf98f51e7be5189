"""What words and numbers of this field mean; no I/O beyond its own data and weights."""
