"""What a check of new proposals found and what was decided, as files to hand on.

PileReport ── to_xlsx ──▶ XLSX
           └─ to_docx ──▶ DOCX
"""

from indexer.reports.docx import to_docx
from indexer.reports.report import CheckedProposal, Finding, PileReport, Unread
from indexer.reports.xlsx import to_xlsx

__all__ = ["CheckedProposal", "Finding", "PileReport", "Unread", "to_docx", "to_xlsx"]
