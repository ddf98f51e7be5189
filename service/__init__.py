"""Everything per request or per run: the doors, the matching pipeline and the pages."""
