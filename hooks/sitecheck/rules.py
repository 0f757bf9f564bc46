"""The rules, each with the one line that the documentation shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["warning", "info"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for, under a name that stays; a warning fails a strict build."""

    name: str
    description: str
    severity: Severity = "warning"


_ALL = (
    # Targets
    Rule("broken-link", "A link leads to a page or file that is not on the site."),
    Rule("broken-fragment", "A link asks for an anchor that its page does not have."),
    Rule("missing-image", "An image is not on the site."),
    Rule("missing-file", "A script, style sheet, frame, video or other file is not on the site."),
    Rule("wrong-case", "A target exists only with other upper and lower case letters."),
    Rule("outside-site", "A link leads out of the site, or out of the documentation's folder."),
    Rule("excluded-page", "A link leads to a page that is left out of the site."),
    Rule("empty-target", "A link or an image has no target."),
    Rule("relative-on-404", "The page for missing addresses links relatively: it has no place."),
    # Addresses
    Rule("malformed-url", "An address cannot be right: host, port or scheme."),
    Rule("malformed-mail", "A mail link is not an address."),
    Rule("malformed-tel", "A telephone link is not a number."),
    Rule("insecure-url", "An address begins with http:// though its host serves https://."),
    Rule("local-address", "A link leads to a file on the author's own machine."),
    Rule("invisible-character", "A target or a name contains a character that nobody can see."),
    # Texts
    Rule("missing-alt", "An image has no text for those who do not see it."),
    Rule("meaningless-alt", "An image's text says nothing: a file name, or 'image'."),
    Rule("empty-link-text", "A link has no text, so nobody can tell or select it."),
    Rule("meaningless-link-text", "A link's text says nothing by itself, such as 'here'."),
    # Markdown that stayed text
    Rule("undefined-reference", "A reference link has no definition, and so stays text."),
    Rule("undefined-footnote", "A footnote has no definition, and so stays text."),
    Rule("unused-footnote", "A footnote is defined, but no text refers to it."),
    Rule("unrendered-link", "A link or an image stays text, because of how it is written."),
    # Pages and files
    Rule("duplicate-id", "Two things on a page have the same name; links reach the first only."),
    Rule("orphan-page", "A page is neither in the navigation nor linked from another page."),
    Rule("unused-asset", "A file of the site is used by no page."),
    Rule("large-asset", "A file is larger than readers should have to load."),
    # Sources
    Rule("bad-front-matter", "The metadata above a page is not valid YAML."),
    Rule("missing-snippet", "A snippet's file or section does not exist, and is left out."),
    # Safety
    Rule("unsafe-script", "A page brings its own script: an element or an event handler."),
    Rule("unsafe-link", "A link runs code instead of leading somewhere."),
    Rule("unsafe-frame", "A page embeds another host's page."),
    Rule("unsafe-form", "A page contains a form."),
    Rule("outside-repository", "A file is read from outside the repository."),
    # The checks themselves
    Rule("unchecked-page", "A page could not be checked, because of a mistake in the checks."),
    Rule("bad-allowance", "A 'sitecheck: allow' comment lacks its reason, or names no rule."),
    Rule("unused-allowance", "A 'sitecheck: allow' comment allows nothing."),
)

RULES = {rule.name: rule for rule in _ALL}
