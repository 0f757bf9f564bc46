"""Every check that needs neither a browser nor an engine, with one form of finding."""
