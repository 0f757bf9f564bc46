from __future__ import annotations

import pytest
from linkcheck.model import Use
from linkcheck.sources import external_uses, read_site
from mkdocs.commands.build import build
from mkdocs.config import load_config

CONFIG = """\
site_name: A site
site_url: https://me.github.io/site/
repo_url: https://github.com/me/site
edit_uri: edit/main/docs/
copyright: <a href="https://license.dev/">A license</a>
markdown_extensions: [pymdownx.snippets: {base_path: [.], check_paths: true}]
theme: {name: material, font: false, custom_dir: overrides}
extra: {social: [{icon: fontawesome/brands/github, link: "https://social.dev/me"}]}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Use]:
    root = tmp_path_factory.mktemp("project")
    files = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": (
            "# Title\n\n"
            "`https://code.dev/` and [one](https://one.dev/a#b), [two][].\n\n"
            '<img src="https://one.dev/picture.png" alt="x">\n\n'
            '--8<-- "shared.md"\n\n'
            "[two]: https://two.dev/\n"
        ),
        "docs/part/page.md": (
            "# Page\n\n[home](../index.md) [own](https://me.github.io/site/) "
            "[mail](mailto:me@one.dev) [local](http://localhost:8080)\n"
            "[one](https://one.dev/a#b)\n"
        ),
        "shared.md": "See <https://shared.dev/>.\n",
        "overrides/main.html": (
            '{% extends "base.html" %}\n'
            '{% block announce %}<a href="https://news.dev/">News</a>{% endblock %}\n'
        ),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        build(load_config(str(root / "mkdocs.yml")))
    return list(external_uses(read_site(root)))


@pytest.mark.parametrize(
    ("href", "places"),
    [
        pytest.param(
            "https://one.dev/a#b", ["docs/index.md:3:31", "docs/part/page.md:4:7"], id="each place"
        ),
        pytest.param("https://two.dev/", ["docs/index.md:9:8"], id="definition"),
        pytest.param("https://one.dev/picture.png", ["docs/index.md:5:11"], id="raw HTML"),
        pytest.param("https://shared.dev/", ["shared.md:1:6"], id="snippet"),
        pytest.param("https://github.com/me/site", ["mkdocs.yml:3:11"], id="setting"),
        pytest.param("https://license.dev/", ["mkdocs.yml:5:21"], id="HTML in a setting"),
        pytest.param("https://social.dev/me", ["mkdocs.yml:8:59"], id="setting of the theme"),
        pytest.param("https://news.dev/", ["overrides/main.html:2:30"], id="override"),
    ],
)
def test_an_external_link_is_found_where_it_is_edited(
    found: list[Use], href: str, places: list[str]
) -> None:
    at = [f"{use.path}:{use.line}:{use.column}" for use in found if use.href == href]
    assert at == places


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("code.dev", id="code"),
        pytest.param("me.github.io", id="the site itself"),
        pytest.param("mailto:", id="mail"),
        pytest.param("localhost", id="the reader's machine"),
        pytest.param("/edit/main/", id="the page's source"),
        pytest.param("squidfunk", id="the theme's maker"),
    ],
)
def test_what_is_no_external_link_of_a_contributor_is_left_out(found: list[Use], part: str) -> None:
    assert not [use for use in found if part in use.href]
