"""考核: books of points, what enters them, what they come to, and the day they are closed."""
