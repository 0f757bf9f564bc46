"""Addresses as texts: which are external, which are the same, where a redirect leads."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

DEFAULT_PORTS = {"http": 80, "https": 443}
# What stands in a fragment as it is (RFC 3986 §3.5), and the percent sign of what is escaped already.
_IN_FRAGMENT = "!$&'()*+,;=:@/?%"
# Names that lead nowhere beyond a machine or a network, or exist for examples only
# (RFC 2606, RFC 6761, RFC 6762, RFC 8375, RFC 9476; `host.docker.internal` is Docker's).
RESERVED_SUFFIXES = (
    "alt",
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home.arpa",
    "internal",
    "invalid",
    "local",
    "localhost",
    "test",
)


def normalize(href: str) -> tuple[str, str]:
    """Return the address to ask for, in one spelling, and the fragment as the link has it.

    Raises ValueError, with a sentence for the author, where nothing can be asked for.
    """
    text = "https:" + href if href.startswith("//") else href
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        fragment = parts.fragment
        parsed = parse_url(urlunsplit(parts._replace(fragment="")))
    except (ValueError, LocationParseError) as error:
        raise ValueError("is no address that can be asked for") from error
    if parsed.scheme not in DEFAULT_PORTS or not parsed.host:
        raise ValueError("names no host")
    host = parsed.host.rstrip(".") if parsed.host.strip(".") else ""
    if not host:
        raise ValueError("names no host")
    netloc = host if port in {None, DEFAULT_PORTS[parsed.scheme]} else f"{host}:{port}"
    query = f"?{parsed.query}" if parsed.query is not None else ""
    return f"{parsed.scheme}://{netloc}{parsed.path or '/'}{query}", fragment


def host_of(url: str) -> str:
    """Return the host of a normalized address: the unit of politeness, whatever the port."""
    return urlsplit(url).hostname or ""


def is_private(host: str) -> bool:
    """Tell whether a host is this machine, its network, or a name reserved for examples."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return any(name == suffix or name.endswith("." + suffix) for suffix in RESERVED_SUFFIXES)
    return not address.is_global


def is_external(href: str, *, own: str = "") -> bool:
    """Tell whether a link leads to another public web site than ``own``, the address of this one.

    A link to a page that only the reader's machine serves (`http://localhost:8080`) does not.
    """
    if href.startswith("//"):
        href = "https:" + href
    if not href.lower().startswith(("http://", "https://")):
        return False
    if own and _as_folder(href).startswith(_as_folder(own)):
        return False
    try:
        return not is_private(urlsplit(href).hostname or "-")
    except ValueError:
        return True


def _as_folder(url: str) -> str:
    return url.partition("://")[2].rstrip("/") + "/"


def redirected(url: str, location: str) -> str:
    """Return the address, in one spelling, that a `Location` header means at ``url``.

    Headers arrive as Latin-1; hosts that write other letters mean UTF-8.
    Raises ValueError, with the end of a sentence, where nothing can be asked for.
    """
    try:
        text = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = location
    try:
        joined = urljoin(url, text.strip())
    except ValueError as error:
        raise ValueError("is no address that can be asked for") from error
    url, fragment = normalize(joined)
    return f"{url}#{quote(fragment, safe=_IN_FRAGMENT)}" if fragment else url
