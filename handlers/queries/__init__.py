"""One file for each thing that can be asked: matters, missing reports, notices, scores."""
