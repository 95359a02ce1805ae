"""Rules are data: the shape of a policy, its reader, and the presets."""
