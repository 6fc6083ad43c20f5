"""How text becomes findable, and how it is found."""
