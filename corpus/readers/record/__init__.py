"""Labelled values become a record: fields, replies, visibility, and what is left over is kept."""
