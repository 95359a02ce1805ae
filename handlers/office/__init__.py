"""What the office and the leaders do by typing: commands, each anchored, each with the roles that may give it."""
