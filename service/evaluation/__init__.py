"""Measuring: judged sets, test collections, titles and utterances that a bureau brings, turned into figures."""
