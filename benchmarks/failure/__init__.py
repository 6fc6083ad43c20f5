"""A machine lost at the worst moment: what users saw, and whether anything was wrong or lost."""
