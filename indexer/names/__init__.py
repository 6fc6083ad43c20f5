"""Names: in which forms one name is written, under which one it is shown, and what a filter on a name means."""
