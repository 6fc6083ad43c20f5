"""One proposal whole: its page, its known duplicates, and the way back to the results it was found in."""
