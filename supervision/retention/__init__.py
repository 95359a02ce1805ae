"""How long what people wrote is kept: after that its content goes, its digest stays, and what was recorded stands."""
