"""What one text duplicates, and two texts side by side with the decision on them."""
