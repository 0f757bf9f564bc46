from __future__ import annotations

from pathlib import Path

import pytest
from small_site import Outcome, build

PAGE = {"docs/index.md": "# Home\n"}
DEEP = {"docs/layers/first.md": "# First\n\n![Two layers](/assets/images/layers.svg)\n"}


def mount(root: Path, files: dict[str, str], **settings: object) -> Outcome:
    return build(root, {**PAGE, **files}, hooks=["mount_assets"], settings=settings)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("assets/images/layers.svg", id="a picture"),
        pytest.param("assets/examples/run/hello/compose.yaml", id="a file far below"),
        pytest.param("assets/examples/run/hello/.dockerignore", id="a name with a dot first"),
        pytest.param("assets/examples/.hidden/notes.txt", id="a folder with a dot first"),
        pytest.param("assets/examples/run/hello/Dockerfile", id="a name without a suffix"),
        pytest.param("assets/images/two words.svg", id="a name with a space"),
    ],
)
def test_a_file_is_published_at_its_own_path(name: str, tmp_path: Path) -> None:
    outcome = mount(tmp_path, {name: "content"})
    assert outcome.warnings == []
    assert outcome.read(name) == "content"


def test_a_page_refers_to_it_from_the_root_of_the_repository(tmp_path: Path) -> None:
    files = {**DEEP, "assets/images/layers.svg": "<svg/>"}
    links = {"absolute_links": "relative_to_docs"}
    outcome = mount(tmp_path, files, validation={"links": links})
    assert outcome.warnings == []
    assert 'src="../../assets/images/layers.svg"' in outcome.read("layers/first/index.html")


def test_a_missing_one_is_reported(tmp_path: Path) -> None:
    links = {"absolute_links": "relative_to_docs"}
    outcome = mount(tmp_path, DEEP, validation={"links": links})
    assert len(outcome.warnings) == 1
    assert "'/assets/images/layers.svg'" in outcome.warnings[0]


def test_ours_wins_over_a_file_of_the_theme(tmp_path: Path) -> None:
    name = "assets/images/favicon.png"
    outcome = mount(tmp_path, {name: "ours"}, theme={"name": "material", "font": False})
    assert outcome.warnings == []
    assert outcome.read(name) == "ours"


def test_a_file_of_docs_with_the_same_address_stops_the_build(tmp_path: Path) -> None:
    outcome = mount(tmp_path, {"assets/a.css": "ours", "docs/assets/a.css": "theirs"})
    assert outcome.failure == (
        "assets/a.css: 'docs/assets/a.css' has the same address on the site. Remove one of the two."
    )


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mkd"])
def test_markdown_stops_the_build(suffix: str, tmp_path: Path) -> None:
    outcome = mount(tmp_path, {f"assets/examples/README{suffix}": "# Example\n"})
    assert outcome.failure == (
        f"assets/examples/README{suffix}: MkDocs would publish a Markdown file as a page."
        " Move it to docs/, or give it another suffix."
    )


def test_a_link_out_of_the_folder_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "assets/copy.txt").symlink_to(tmp_path / "secret.txt")
    outcome = mount(tmp_path, {})
    assert outcome.failure == (
        "assets/copy.txt: the link leads out of assets/. Copy the file instead."
    )
    assert not outcome.has("assets/copy.txt")


def test_a_site_without_assets_is_built(tmp_path: Path) -> None:
    outcome = mount(tmp_path, {})
    assert outcome.failure is None
    assert outcome.has("index.html")


def test_a_file_that_was_removed_is_gone_from_the_next_build(tmp_path: Path) -> None:
    mount(tmp_path, {"assets/old.txt": "old", "assets/new.txt": "new"})
    (tmp_path / "assets/old.txt").unlink()
    outcome = mount(tmp_path, {})
    assert (outcome.has("assets/old.txt"), outcome.has("assets/new.txt")) == (False, True)
