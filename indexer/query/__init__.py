"""From what people type to what engines answer. Any text is a query; nothing here raises on one.

text ──parser──▶ expression ─┬─ describe       the query in plain Chinese
                             ├─ parsed_query   what to highlight
                             └─ steps          Whoosh query trees (trees, filters), strictest first
"""
