from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkcheck.urls import host_of, is_external, is_private, normalize, redirected


@pytest.mark.parametrize(
    ("href", "url", "fragment"),
    [
        pytest.param("https://a.dev", "https://a.dev/", "", id="no path"),
        pytest.param("HTTPS://A.Dev/B", "https://a.dev/B", "", id="only host and scheme fold"),
        pytest.param("//a.dev/b", "https://a.dev/b", "", id="without scheme"),
        pytest.param("https://a.dev:443/b", "https://a.dev/b", "", id="its own port"),
        pytest.param("https://a.dev:80/b", "https://a.dev:80/b", "", id="another port"),
        pytest.param("https://a.dev./b", "https://a.dev/b", "", id="dot after the name"),
        pytest.param("https://a.dev/b#c", "https://a.dev/b", "c", id="fragment"),
        pytest.param("https://a.dev/b?c=d#e", "https://a.dev/b?c=d", "e", id="query"),
        pytest.param("https://a.dev/b?", "https://a.dev/b", "", id="empty query"),
        pytest.param("https://a.dev/ä b", "https://a.dev/%C3%A4%20b", "", id="letters"),
        pytest.param("https://a.dev/%c3%a4", "https://a.dev/%C3%A4", "", id="escaped letters"),
        pytest.param("https://a.dev/a%2Fb", "https://a.dev/a%2Fb", "", id="escaped slash stays"),
        pytest.param("https://a.dev/b/../c", "https://a.dev/c", "", id="dots"),
        pytest.param(
            "https://bücher.dev/", "https://xn--bcher-kva.dev/", "", id="letters in a host"
        ),
        pytest.param("https://me:secret@a.dev/", "https://a.dev/", "", id="a password is not sent"),
    ],
)
def test_an_address_has_one_spelling(href: str, url: str, fragment: str) -> None:
    assert normalize(href) == (url, fragment)


@pytest.mark.parametrize(
    "href",
    [
        "https://",
        "https:///path",
        "https://./",
        "https://[::1/",
        "https://a.dev:port/",
        "https://a.dev:99999/",
        "https://a b/",
        "ftp://a.dev/",
        "https://" + "ü" * 80 + ".dev/",
    ],
)
def test_what_cannot_be_asked_for_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match=r"^(is no address that can be asked for|names no host)$"):
        normalize(href)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url, _ = normalize("https://" + text)
    except ValueError:
        return
    assert url.isascii()
    assert host_of(url)
    assert normalize(url) == (url, "")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        pytest.param("/c", "https://a.dev/c", id="path"),
        pytest.param("c", "https://a.dev/x/c", id="relative"),
        pytest.param("?q", "https://a.dev/x/b?q", id="query"),
        pytest.param("//b.dev/c", "https://b.dev/c", id="other host"),
        pytest.param("http://b.dev", "http://b.dev/", id="whole"),
        pytest.param(" /c ", "https://a.dev/c", id="spaces around"),
        pytest.param("/c d", "https://a.dev/c%20d", id="space inside"),
        pytest.param("/ü".encode().decode("latin-1"), "https://a.dev/%C3%BC", id="UTF-8"),
        pytest.param("/ü", "https://a.dev/%C3%BC", id="Latin-1"),
        pytest.param("/c#d", "https://a.dev/c#d", id="fragment"),
    ],
)
def test_a_location_is_an_address(location: str, url: str) -> None:
    assert redirected("https://a.dev/x/b", location) == url


@pytest.mark.parametrize("location", ["javascript:alert(1)", "ftp://a.dev/", "https://[/"])
def test_a_location_that_leads_nowhere_is_refused(location: str) -> None:
    with pytest.raises(ValueError, match=r"is no address|names no host"):
        redirected("https://a.dev/x/b", location)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "web.localhost",
        "127.0.0.1",
        "127.8.9.1",
        "::1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "fe80::1%eth0",
        "0.0.0.0",
        "example.com",
        "registry.example.com",
        "my.test",
        "host.docker.internal",
    ],
)
def test_a_private_host_is_known(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["docs.docker.com", "8.8.8.8", "2606:4700::1111", "example.dev"])
def test_a_public_host_is_known(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize(
    ("href", "external"),
    [
        ("https://docs.docker.com/", True),
        ("//docs.docker.com/", True),
        ("HTTP://docs.docker.com/", True),
        ("https://[broken", True),
        ("https://me.github.io/other/", True),
        ("https://me.github.io/site2/", True),
        ("https://me.github.io/site/page/", False),
        ("http://me.github.io/site", False),
        ("http://localhost:8080", False),
        ("page.md", False),
        ("/page/", False),
        ("#part", False),
        ("", False),
        ("mailto:me@docker.com", False),
        ("tel:+1", False),
        ("javascript:void(0)", False),
        ("data:text/html,x", False),
        ("git://github.com/a/b", False),
    ],
)
def test_an_external_link_is_one_to_another_public_site(href: str, external: bool) -> None:
    assert is_external(href, own="https://me.github.io/site/") is external
