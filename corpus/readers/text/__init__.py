"""Bytes as text: the charset, and the physical lines."""
