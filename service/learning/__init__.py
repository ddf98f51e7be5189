"""Weights of ranking and fusion, learned from judged sets."""
