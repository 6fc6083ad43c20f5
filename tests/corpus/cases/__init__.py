"""The smallest inputs that showed a fault once, each with what is right; kinds of faults, not single ones.

pages, systems, texts, tables, packages   one file each, read and held against what is right
test_identity                             several files each, imported: which are one record
"""
