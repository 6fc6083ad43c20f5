"""One batch of new proposals: as values, in its folder, checked, decided on, kept, reported; and its pages."""
