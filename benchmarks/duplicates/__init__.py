"""How well copies are caught, and how rarely anything else is: beside MinHash LSH, SimHash and equal titles."""
