"""Any search as a file or a feed: a workbook, a table, JSON lines, Atom.

ids of a search ── service.proposals ──▶ one record at a time ── columns ──▶ bytes, as they are sent
"""
