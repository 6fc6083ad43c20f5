"""How do files and folders get in? Into the archive once and only once (``importing``), or past it to be checked."""
