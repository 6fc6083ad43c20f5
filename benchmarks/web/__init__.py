"""How many pages a second: the site beside Datasette, over the same proposals with the same facets."""
