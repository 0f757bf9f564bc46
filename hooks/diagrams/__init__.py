"""Diagrams as text, drawn while the site is built by Mermaid's own code in an embedded V8."""
