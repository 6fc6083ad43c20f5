"""What a check of new proposals found and what was decided, as files to hand on.

CheckReport ── to_xlsx ──▶ XLSX
           └─ to_docx ──▶ DOCX
"""
