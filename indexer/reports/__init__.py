"""What a check of new proposals found and what was decided, as files to hand on.

CheckReport ── to_xlsx ──▶ XLSX
           └─ to_docx ──▶ DOCX
"""

from indexer.reports.docx import to_docx
from indexer.reports.report import CheckedProposal, CheckReport, Finding, Unread, percent
from indexer.reports.xlsx import to_xlsx

__all__ = ["CheckReport", "CheckedProposal", "Finding", "Unread", "percent", "to_docx", "to_xlsx"]
