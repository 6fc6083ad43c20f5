"""Whole answers: raw records in, and out what a page shows, from this product and from its peers, side by side."""
