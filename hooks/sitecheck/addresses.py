"""Addresses that cannot be right, whatever is on the site."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from sitecheck import urls
from sitecheck.lazy import lazy
from sitecheck.model import Problem, Use

# Never seen and never meant in an address. U+200C and U+200D shape words and emoji, so they are
# only looked at when the target is missing.
_INVISIBLE = lazy(
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_ESCAPED = lazy(r"%[cCdD][0-9a-fA-F]%[0-9a-fA-F]{2}|%[eE][0-9a-fA-F](?:%[0-9a-fA-F]{2}){2}")
_JOINERS = lazy("[\u200c\u200d]")
_HOST = re.compile(
    r"(?:[^@]*@)?(?P<host>\[[0-9a-fA-F:.]+(?:%25[^\]]+)?\]|[^:\[\]@]*)(?::(?P<port>\d*))?"
)
_LABEL = re.compile(r"[^\s\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]{1,63}")
_NUMBERS = lazy(r"[\d.]*\d", re.ASCII)
_MAIL = lazy(
    r"""(?:[\w.!#$%&'*+/=?^`{|}~\-]+|"[^"]+")@(?P<host>[\w\-]+(?:\.[\w\-]+)*|\[[^\]]+\])"""
)
_MAIL_LABEL = lazy(r"(?!-)[^\W_](?:[^\W_]|-)*(?<!-)")
_MAIL_DOMAIN = lazy(r"^localhost$|^\[|\.(?!\d+$)[^.]{2,}$")
_TELEPHONE = lazy(r"(?:\+(?!0))?[\d*#().\-]*\d[\d*#().\-]*(?:;[\w\-]+(?:=[^;]*)?)*", re.ASCII)
_MOST_DIGITS = 15  # of an international number, ITU-T E.164
_SCHEMES = ("http", "https", "mailto", "tel", "ftp")
_KNOWN_SCHEMES = frozenset(
    [
        "htp",
        "ssh",
        "sftp",
        "file",
        "data",
        "blob",
        "about",
        "irc",
        "sms",
        "sip",
        "git",
        "svn",
        "xmpp",
    ]
) - {"htp"}
_MEANT = {
    "mail": "mailto",
    "email": "mailto",
    "e-mail": "mailto",
    "phone": "tel",
    "telephone": "tel",
}
# Hosts that answer every request over http:// with a redirect to https://.
SECURE_HOSTS = frozenset(
    [
        "docs.docker.com",
        "docker.com",
        "hub.docker.com",
        "github.com",
        "gist.github.com",
        "raw.githubusercontent.com",
        "gitlab.com",
        "bitbucket.org",
        "en.wikipedia.org",
        "wikipedia.org",
        "python.org",
        "docs.python.org",
        "stackoverflow.com",
        "youtube.com",
        "youtu.be",
        "google.com",
        "developer.mozilla.org",
        "kubernetes.io",
        "mkdocs.org",
        "readthedocs.org",
        "opencontainers.org",
        "debian.org",
        "rust-lang.org",
        "go.dev",
        "golang.org",
        "nodejs.org",
        "mozilla.org",
        "microsoft.com",
        "learn.microsoft.com",
        "twitter.com",
        "x.com",
        "facebook.com",
        "linkedin.com",
        "medium.com",
        "squidfunk.github.io",
        "alpinelinux.org",
        "apache.org",
        "archlinux.org",
        "aws.amazon.com",
        "cloud.google.com",
        "crates.io",
        "creativecommons.org",
        "docs.rs",
        "git-scm.com",
        "datatracker.ietf.org",
        "keepachangelog.com",
        "opensource.org",
        "packages.debian.org",
        "postgresql.org",
        "reddit.com",
        "redis.io",
        "rfc-editor.org",
        "rubygems.org",
        "semver.org",
        "tools.ietf.org",
        "ubuntu.com",
        "unpkg.com",
        "wiki.debian.org",
    ]
)
# These and all hosts below them.
SECURE_DOMAINS = frozenset(
    [
        "docker.com",
        "fonts.googleapis.com",
        "fonts.gstatic.com",
        "github.com",
        "githubusercontent.com",
        "jsdelivr.net",
        "mozilla.org",
        "python.org",
        "readthedocs.io",
        "readthedocs.org",
        "shields.io",
        "wikimedia.org",
        "wikipedia.org",
    ]
)
# Below these, browsers use nothing but https:// (https://hstspreload.org/).
SECURE_ENDINGS = frozenset(["app", "dev", "page"])


def invisible(href: str, joiners: bool = True) -> str:
    """Return the name of a character of an address that nobody can see, or ''."""
    text = urls.decode(href) if "%" in href else href
    match = _INVISIBLE.search(text.strip(" \t\r\n"))
    if match is None and joiners:
        match = _JOINERS.search(text)
    if not match:
        return ""
    char = match[0]
    name = unicodedata.name(char, "a control character").lower()
    return f"U+{ord(char):04X} ({name})"


def without_invisible(href: str) -> str:
    """Return an address without the characters that nobody can see."""
    if "%" in href:
        href = _ESCAPED.sub(lambda match: "" if invisible(match[0]) else match[0], href)
    return _JOINERS.sub("", _INVISIBLE.sub("", href))


def judge_address(use: Use, ref: urls.Ref) -> Problem | None:
    """Return what is wrong with an address that does not lead into the site."""
    scheme = ref.scheme
    if scheme in {"http", "https", "ftp", ""}:
        return _web(use, ref)
    if scheme == "mailto":
        return _mail(use, ref)
    if scheme == "tel":
        number = urls.decode(ref.path)
        digits = sum(map(str.isdigit, number.partition(";")[0]))
        if not _TELEPHONE.fullmatch(number) or (number[:1] == "+" and digits > _MOST_DIGITS):
            return Problem(
                "malformed-tel",
                use,
                "this is no telephone number. Write it as in 'tel:+1-201-555-0123'.",
            )
        return None
    if scheme in {"javascript", "vbscript"} or (
        scheme == "data"
        and use.tag not in {"img", "source", "image", "style", "video", "audio", "use"}
        and re.match(r"\s*(?:text/html|image/svg|application/xhtml|text/xml)", ref.path, re.I)
    ):
        return Problem("unsafe-link", use, "the address runs code. Link to a page instead.")
    if scheme == "file" or (len(scheme) == 1 and use.href.strip()[1:2] == ":"):
        return Problem(
            "local-address",
            use,
            "the address is on the author's own machine. Put the file into the site.",
        )
    return _scheme(use, ref)


def _scheme(use: Use, ref: urls.Ref) -> Problem | None:
    scheme = ref.scheme
    if scheme in _KNOWN_SCHEMES:
        return None
    if meant := _MEANT.get(scheme):
        better = f"{meant}:" + use.href.strip()[len(scheme) + 1 :].lstrip("/")
        return Problem("malformed-url", use, f"'{scheme}:' is no scheme.", better)
    for known in _SCHEMES:
        if _one_apart(scheme, known):
            return Problem(
                "malformed-url",
                use,
                f"'{scheme}:' is no scheme.",
                known + use.href.strip()[len(scheme) :],
            )
    return None


def _one_apart(text: str, other: str) -> bool:
    """Tell whether one letter more, less or different, or two swapped, make the texts equal."""
    if text == other or abs(len(text) - len(other)) > 1 or len(text) < 3:
        return False
    if len(text) == len(other):
        differ = [index for index in range(len(text)) if text[index] != other[index]]
        if len(differ) == 1:
            return True
        return len(differ) == 2 and sorted(text) == sorted(other) and differ[1] == differ[0] + 1
    short, long = sorted((text, other), key=len)
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))


def _web(use: Use, ref: urls.Ref) -> Problem | None:
    def wrong(what: str, better: str | None = None) -> Problem:
        return Problem("malformed-url", use, what, better)

    href = use.href.strip()
    if ref.host is None:
        rest = href.partition(":")[2].lstrip("/\\")
        better = f"{ref.scheme}://{rest}" if rest else None
        return wrong(f"'//' is missing after '{ref.scheme}:'.", better)
    match = _HOST.fullmatch(urls.decode(ref.host))
    if any(mark in ref.host for mark in "{}<>$"):
        return None  # a placeholder
    if not match or not match["host"]:
        return wrong("the address names no host.")
    if match["port"] and int(match["port"][:9]) > 65535:
        return wrong(f"there is no port {match['port'][:9]}.")
    host = match["host"].lower()
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1].partition("%25")[0])
        except ValueError:
            return wrong(f"'{host}' is no address of a host.")
    elif not all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split(".")):
        return wrong(f"'{host}' is no name of a host.")
    elif _NUMBERS.fullmatch(host) and not _is_ipv4(host):
        return wrong(f"'{host}' is no address of a host.")
    elif host in {"http", "https"}:
        return wrong("the scheme stands there twice.")
    if any(char in ref.path for char in " \n") and use.tag == "a":
        return None
    if ref.scheme == "http" and use.tag != "form" and match["port"] in {None, "", "80"}:
        return insecure(use, ref) if secure(host) else None
    return None


def _is_ipv4(host: str) -> bool:
    """Tell whether numbers are an address as browsers read it, where the last may be longer."""
    *first, last = (int(part[:12] or 0) for part in host.split("."))
    return len(first) < 4 and max(first, default=0) < 256 and last < 256 ** (4 - len(first))


def secure(host: str) -> bool:
    """Tell whether a host is known to answer over https://."""
    parts = host.removesuffix(".").split(".")
    return (
        ".".join(parts).removeprefix("www.") in SECURE_HOSTS
        or any(".".join(parts[start:]) in SECURE_DOMAINS for start in range(len(parts)))
        or (len(parts) > 1 and parts[-1] in SECURE_ENDINGS)
    )


def insecure(use: Use, ref: urls.Ref) -> Problem:
    """Say that an address should begin with https://."""
    host = (ref.host or "").removesuffix(":80")
    rest = use.href.strip()[len("http://") + len(ref.host or "") :]
    return Problem("insecure-url", use, f"'{host.lower()}' serves https.", f"https://{host}{rest}")


def _mail(use: Use, ref: urls.Ref) -> Problem | None:
    addresses = urls.decode(ref.path)
    if not addresses:
        if "to=" in ref.query.lower() or ref.query:
            return None
        return Problem("malformed-mail", use, "the mail address is missing.")
    first, *_ = listed = addresses.split(",")
    for address in listed:
        match = _MAIL.fullmatch(address.strip() if address is not first else address)
        if not match or ".." in address or address.startswith(".") or ".@" in address:
            return Problem(
                "malformed-mail",
                use,
                f"'{address}' is no mail address. Write it as in 'mailto:ann@example.org'.",
            )
        if match["host"][0] != "[" and not all(
            map(_MAIL_LABEL.fullmatch, match["host"].split("."))
        ):
            what = f"'{match['host']}' is no name of a host."
            return Problem("malformed-mail", use, what)
        if not _MAIL_DOMAIN.search(match["host"]):
            return Problem(
                "malformed-mail",
                use,
                f"the mail address '{address}' lacks a domain, as in 'ann@example.org'.",
            )
    return None
