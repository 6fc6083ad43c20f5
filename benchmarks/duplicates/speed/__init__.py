"""How fast copies are found, and how that grows: beside MinHash LSH and stock Whoosh's more-like-this."""
