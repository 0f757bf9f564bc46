"""Build the site beside the last one, and let it take that one's place only when it is whole.

MkDocs empties site/ before it writes, so a build that fails leaves half a site, or none. Here a
build that fails for whatever reason, Ctrl-C, a full disk and a lost machine among them, leaves the
last good site as it was.

    python -m sitebuild [OPTION...]

The options are those of `mkdocs build`, except `--site-dir`.
"""
