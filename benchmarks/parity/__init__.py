"""Both engines side by side: same documents, totals and facet counts; how far the order agrees, and why not further."""
