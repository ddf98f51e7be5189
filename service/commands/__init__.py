"""The commands of `zunpei`, one file a subject."""
