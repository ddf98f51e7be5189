"""Turn the text that people wrote into values, one file for each kind of value."""
