"""Transcripts: the commands of a page and what they print. Standard library only, no MkDocs."""
