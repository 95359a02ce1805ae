"""Text → data. Pure: no database, no clock, no network; knows nobody else in the house."""
