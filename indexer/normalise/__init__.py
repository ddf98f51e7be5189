"""Turn rows of named fields into records and what an import has to say about them; pure, one file per record."""
