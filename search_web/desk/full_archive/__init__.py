"""The duplicates of the full archive: worked out in the background, then a list of work."""
