"""Measurements that anybody can repeat; nothing in the product imports from here."""
