"""A document as it is read: blocks in reading order, tables as grids, sections, official letters; any format."""
