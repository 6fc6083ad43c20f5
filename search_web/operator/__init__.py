"""What operators look after: the state of archive and index, imports, rejects, unanswered searches, the audit trail."""
