"""How well files are read: fields right, and where each visible character went, over all layouts and cases."""
