"""A build that does not end well leaves the last good site as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import checkout
import disks
import pytest

SECONDS = 60
WAITS = """
import pathlib, time
def on_post_page(output, **_):
    pathlib.Path("reached").touch()
    time.sleep(600)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project that has been built once."""
    write(tmp_path)
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def write(root: Path, text: str = "# Home\n\nFirst.\n", hook: str = "") -> None:
    """Write the project's files."""
    settings = "site_name: Small\nsite_url: https://example.org/\ntheme: {name: null, custom_dir: theme}\nplugins: []\n"
    if hook:
        (root / "hook.py").write_text(hook, encoding="utf-8")
        settings += "hooks: [hook.py]\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    (root / "theme").mkdir(exist_ok=True)
    (root / "theme/main.html").write_text("{{ page.content }}\n", encoding="utf-8")
    (root / "docs/index.md").write_text(text, encoding="utf-8")


def start(root: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sitebuild", "--strict", *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(checkout.ROOT / "hooks"), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    running = start(root, *options)
    out, err = running.communicate(timeout=SECONDS)
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def start_and_wait(root: Path) -> subprocess.Popen[str]:
    """Start a build, and return when it is in the middle of its work."""
    write(root, "# Home\n\nSecond.\n", hook=WAITS)
    running = start(root)
    end = time.monotonic() + SECONDS
    while not (root / "reached").exists():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    return running


def built(root: Path) -> str:
    return (root / "site/index.html").read_text(encoding="utf-8")


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in (root / ".cache").iterdir())


def test_a_good_build_takes_the_place_of_the_last_one(project: Path) -> None:
    (project / "site/old.html").touch()
    write(project, "# Home\n\nSecond.\n")
    assert build(project).returncode == 0
    assert "Second." in built(project)
    assert not (project / "site/old.html").exists()
    assert leftovers(project) == []


def test_a_finding_leaves_the_last_site(project: Path) -> None:
    write(project, "# Home\n\n[x](nowhere.md)\n")
    done = build(project)
    assert done.returncode == 1
    assert "nowhere.md" in done.stderr
    assert "The build failed, and site/ is as it was before: the reason is above" in done.stderr
    assert "First." in built(project)
    assert leftovers(project) == []


def test_a_crash_leaves_the_last_site(project: Path) -> None:
    write(project, hook="def on_post_page(output, **_): 1 / 0\n")
    assert build(project).returncode != 0
    assert "First." in built(project)
    assert leftovers(project) == []


def test_a_first_build_that_fails_leaves_none(tmp_path: Path) -> None:
    write(tmp_path, "# Home\n\n[x](nowhere.md)\n")
    done = build(tmp_path)
    assert "there is no site/ yet" in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_ctrl_c_and_kill_leave_the_last_site(project: Path, number: signal.Signals) -> None:
    running = start_and_wait(project)
    running.send_signal(number)
    _, said = running.communicate(timeout=SECONDS)
    assert running.returncode == 130
    assert said.splitlines()[-1] == ("The build failed, and site/ is as it was before: interrupted")
    assert "First." in built(project)
    assert leftovers(project) == []


def test_a_build_that_is_gone_in_an_instant_leaves_the_last_site(project: Path) -> None:
    running = start_and_wait(project)
    running.kill()
    running.communicate(timeout=SECONDS)
    assert "First." in built(project)
    assert len(leftovers(project)) == 1
    write(project, "# Home\n\nThird.\n")
    assert build(project).returncode == 0
    assert "Third." in built(project)
    assert leftovers(project) == []


def test_a_site_that_a_killed_build_had_in_its_hand_is_put_back(project: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True, text=True).stdout.strip()  # fmt: skip
    hand = project / f".cache/build-{ended}"
    hand.mkdir(parents=True)
    (project / "site").rename(hand / "old")
    write(project, "# Home\n\n[x](nowhere.md)\n")
    assert build(project).returncode == 1
    assert "First." in built(project)


def test_two_builds_at_once_do_not_disturb_each_other(project: Path) -> None:
    running = start_and_wait(project)
    write(project, "# Home\n\nThird.\n")
    assert build(project).returncode == 0
    assert "Third." in built(project)
    running.terminate()
    running.communicate(timeout=SECONDS)
    assert "Third." in built(project)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    with disks.small_disk(tmp_path, "256k") as folder:
        yield folder


def test_a_full_disk_leaves_the_last_site(small_disk: Path) -> None:
    write(small_disk)
    assert build(small_disk).returncode == 0
    write(small_disk, "# Home\n\n" + "word " * 40_000)
    done = build(small_disk)
    assert done.returncode == 1
    assert "The build failed, and site/ is as it was before: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "First." in built(small_disk)
    assert leftovers(small_disk) == []


def test_a_build_bears_the_date_of_its_commit(project: Path) -> None:
    git = ("git", "-c", "user.name=N", "-c", "user.email=n@example.org")
    date = {**os.environ, "GIT_COMMITTER_DATE": "2020-02-03T12:00:00Z"}
    subprocess.run([*git, "init", "--quiet"], cwd=project, check=True)
    subprocess.run(
        [*git, "commit", "--quiet", "--allow-empty", "--message", "x"],
        cwd=project,
        check=True,
        env=date,
    )
    (project / "theme/sitemap.xml").write_text("{{ pages[0].page.update_date }}", encoding="utf-8")
    with (project / "mkdocs.yml").open("a") as file:
        file.write("theme: {name: null, custom_dir: theme, static_templates: [sitemap.xml]}\n")
    assert build(project).returncode == 0
    assert (project / "site/sitemap.xml").read_text(encoding="utf-8") == "2020-02-03"
