"""Shelf: a tiny reading list."""
