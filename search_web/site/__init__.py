"""What every room of the site shares: configuration, the running site, addresses, wording, layout, static files."""
