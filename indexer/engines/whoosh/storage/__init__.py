"""How a segment is stored: one file of arrays that hold term dictionaries, posting lists and columns."""
