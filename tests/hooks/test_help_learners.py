from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from lessons import MOST_LINES, is_lesson, last_changes, minutes
from served_site import ROOT
from small_site import Outcome, build
from transcripts.grammar import parse
from transcripts.record import Entry, hash_of, write_record

WORDS = "word " * 400
COMMANDS = "```console\n$ docker ps\n$ docker ps\n```\n"
LESSON = f"# Lifecycle\n\n{WORDS}\n\n{COMMANDS}"
PLAIN = "# Home\n\nNo commands.\n"
REPOSITORY = "https://example.org/us/site"


def shown(root: Path, files: dict[str, str] | None = None) -> Outcome:
    settings: dict[str, object] = {
        "repo_url": REPOSITORY,
        "markdown_extensions": [
            {"pymdownx.highlight": {"line_spans": "__line", "pygments_lang_class": True}},
            "pymdownx.superfences",
        ],
    }
    pages = {"docs/index.md": PLAIN, "docs/run/lifecycle.md": LESSON, **(files or {})}
    return build(root, pages, hooks=["help_learners"], settings=settings)


def git(root: Path, *arguments: str, day: str = "2026-11-20") -> None:
    when = f"{day}T23:30:00+05:00"
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    subprocess.run(
        ["git", *name, *arguments],
        cwd=root,
        env={**os.environ, **dates},
        check=True,
        capture_output=True,
    )


def commit(root: Path, name: str, text: str, day: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--message", "Change", day=day)


# How long a lesson takes


def test_the_pages_of_the_parts_are_lessons() -> None:
    assert is_lesson("run/lifecycle.md")
    assert not is_lesson("reference/glossary.md")
    assert not is_lesson("index.md")


def test_a_lesson_takes_as_long_as_its_words_and_its_commands(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "page.md"
    path.parent.mkdir()
    path.write_text(f"---\ndescription: {WORDS}\n---\n{LESSON}", encoding="utf-8")
    assert minutes(path, tmp_path) == pytest.approx(401 / 200 + 2 * 5 / 60)


def test_a_lesson_says_below_its_heading_how_long_it_takes(tmp_path: Path) -> None:
    html = shown(tmp_path).read("run/lifecycle/index.html")
    assert re.search(r'</h1>\s*<p class="reading-time" data-search-exclude>About 3 minutes', html)


def test_only_a_lesson_does(tmp_path: Path) -> None:
    html = shown(tmp_path).read("index.html")
    assert "reading-time" not in html
    assert "lesson-done" not in html


# When a page changed


def test_the_day_is_that_of_the_last_commit_where_it_was_made(tmp_path: Path) -> None:
    git(tmp_path, "init")
    commit(tmp_path, "docs/index.md", "# One\n", "2026-11-20")
    commit(tmp_path, "docs/über uns.md", "# Two\n", "2026-11-22")
    commit(tmp_path, "docs/index.md", "# Three\n", "2026-11-24")
    expected = {"docs/index.md": "2026-11-24", "docs/über uns.md": "2026-11-22"}
    assert last_changes(tmp_path) == expected


def test_a_site_in_a_folder_of_a_repository_finds_its_pages(tmp_path: Path) -> None:
    git(tmp_path, "init")
    commit(tmp_path, "site/docs/index.md", "# One\n", "2026-11-20")
    assert last_changes(tmp_path / "site") == {"docs/index.md": "2026-11-20"}


def test_a_shallow_clone_knows_no_days(tmp_path: Path) -> None:
    git(tmp_path, "init", "full")
    commit(tmp_path / "full", "docs/index.md", "# One\n", "2026-11-20")
    commit(tmp_path / "full", "docs/other.md", "# Two\n", "2026-11-22")
    git(tmp_path, "clone", "--depth=1", (tmp_path / "full").as_uri(), "shallow")
    assert last_changes(tmp_path / "shallow") == {}


def test_a_folder_outside_of_a_repository_knows_no_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert last_changes(tmp_path) == {}


def test_a_machine_without_git_knows_no_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last_changes(tmp_path) == {}


def test_a_page_says_when_it_changed(tmp_path: Path) -> None:
    git(tmp_path, "init")
    commit(tmp_path, "docs/index.md", PLAIN, "2026-11-04")
    html = shown(tmp_path).read("index.html")
    assert 'Last changed on <time datetime="2026-11-04">4 November 2026</time>' in html


# Where to report


def report(html: str) -> tuple[str, dict[str, str]]:
    """Return the text of a page's link for reports, and what it fills in."""
    found = re.search(r'<a href="(https://example\.org/us/site/issues/new[^"]*)">([^<]*)</a>', html)
    assert found
    query = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    return found[2], {name: values[0] for name, values in query.items()}


def test_a_page_with_commands_leads_to_the_form_for_commands(tmp_path: Path) -> None:
    text, fields = report(shown(tmp_path).read("run/lifecycle/index.html"))
    assert text == "This did not work for me"
    assert fields == {
        "template": "command-did-not-work.yml",
        "page": "run/lifecycle.md",
    }


def test_the_report_names_the_engine_of_the_record(tmp_path: Path) -> None:
    page = parse("docs/run/lifecycle.md", LESSON, lambda path: "")
    entry = Entry(
        hash_of(page), 2, 0, "29.1.0", "2026-11-24", "official", "containerd", "linux/amd64"
    )
    record = {"assets/verified.json": write_record({page.path: entry})}
    _, fields = report(shown(tmp_path, record).read("run/lifecycle/index.html"))
    assert fields["more"] == "Executed with Docker Engine 29.1.0 on 2026-11-24."


def test_another_page_leads_to_the_form_for_pages(tmp_path: Path) -> None:
    text, fields = report(shown(tmp_path).read("index.html"))
    assert text == "This page did not help me"
    assert fields["template"] == "page-did-not-help.yml"


@pytest.mark.parametrize("form", ["command-did-not-work.yml", "page-did-not-help.yml"])
def test_the_forms_have_the_fields_that_are_filled_in(form: str) -> None:
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / form
    fields = {field.get("id") for field in yaml.safe_load(path.read_text("utf-8"))["body"]}
    assert {"page", "more"} & fields >= ({"page", "more"} if "command" in form else {"page"})


# Long output


@pytest.mark.parametrize(("lines", "folded"), [(MOST_LINES, False), (MOST_LINES + 1, True)])
def test_a_long_transcript_can_be_folded(lines: int, folded: bool, tmp_path: Path) -> None:
    output = "".join(f"line {number}\n" for number in range(lines - 1))
    page = f"# Long\n\n```console\n$ docker ps\n{output}```\n\nAfter.\n"
    html = shown(tmp_path, {"docs/run/lifecycle.md": page}).read("run/lifecycle/index.html")
    assert ('class="language-console highlight long"' in html) == folded
    assert (f"Show all {lines} lines</button></div>\n<p>After." in html) == folded
