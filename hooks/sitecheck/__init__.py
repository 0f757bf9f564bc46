"""Checks on the built site: what a reader would stumble over, and where a contributor repairs it.

Pages *define* names and files and *use* addresses; what is used but never defined is broken.
What a page means is read from its HTML (`pages`), the place from its Markdown (`locate`).
Nothing here knows MkDocs, and nothing uses the network.
"""

from sitecheck.check import Report, check
from sitecheck.model import Finding, Page, Project, Snippets, Source
from sitecheck.site import Reader, Site

__all__ = ["Finding", "Page", "Project", "Reader", "Report", "Site", "Snippets", "Source", "check"]
