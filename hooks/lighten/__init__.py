"""What a reader downloads, without what no reader gets anything from."""
