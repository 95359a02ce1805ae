"""One file for each thing people say."""
