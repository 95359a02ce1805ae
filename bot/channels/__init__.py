"""One file a channel that people talk through."""
