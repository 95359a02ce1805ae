"""Answers to what people, screens and papers ask. Reads only; every lookup is told who reads."""
