"""The 1131 service in batch: recommendations for every graduate who still looks for work."""
