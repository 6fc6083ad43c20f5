"""Layouts of portal pages, letters, tables and forms, each with what is right, and an account of what is read of them.

model    what a layout is: bytes, expected records, the strings that a person sees in it
visible  what is visible in a file's bytes, found without the readers
account  what was read, held against both: fields right, characters missing, doubled, invented
"""
