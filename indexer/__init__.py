"""Everything at rest: files into records, records into the store, the store into searchable builds."""
