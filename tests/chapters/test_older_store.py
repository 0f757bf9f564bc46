"""What the pages say about engines with the older overlay2 store is true on one.

Their transcripts show the containerd store. Where overlay2 differs, a page says how; each test here
is one of those sentences. The engine is the one that OVERLAY2_HOST names, else the one under test if
it has that store, else the second one of `tests/engine/engine`, which is started for it. A test's
gate leads to it, too: the fixture `older` is made before, and says where `docker` goes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docker_engine
import pytest
from chapters.engine import Engine, EngineError, Gate, alone, find_engine
from chapters.verify import ROOT, run_page, tell
from transcripts.pages import read_page

EXAMPLES = ROOT / "assets/examples"
SCRIPT = ROOT / "tests/engine/engine"
HOST = "OVERLAY2_HOST"
SAME = ["layers/like-git", "layers/unlike-git", "understand/platform"]
"""Pages about images and layers that say nothing which depends on the store."""

pytestmark = pytest.mark.engine


def older_host() -> str:
    """Return where an engine with the overlay2 store answers; skip where none can be had."""
    if host := os.environ.get(HOST):
        return host
    if find_engine().store == "overlay2":
        return ""
    if not (docker_engine.PREFIX / "usr/sbin/dockerd").exists() or os.geteuid() != 0:
        pytest.skip(f"this engine has the containerd store only: let {HOST} name one with overlay2")
    subprocess.run([SCRIPT, "start", "--store", "overlay2"], check=True, timeout=120)
    return "unix:///run/docker-engine/overlay2/docker.sock"


@pytest.fixture(scope="module")
def older() -> Iterator[Engine]:
    """An engine with the overlay2 store, which `docker` talks to meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            if host := older_host():
                patch.setenv("DOCKER_HOST", host)
            engine = find_engine()
        except EngineError as error:
            pytest.fail(f"{error}", pytrace=False)
        assert engine.store == "overlay2"
        yield engine


def docker(*words: str | Path) -> str:
    """Run the client, which has to succeed; return what it prints."""
    done = subprocess.run(
        ["docker", *words], capture_output=True, check=False, stdin=subprocess.DEVNULL, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def build(example: str, tag: str, file: str = "Dockerfile", target: str = "") -> str:
    folder = EXAMPLES / example
    words = ["--target", target] if target else []
    # the second engine may have no bridge; the builds need no network
    return docker(
        *("build", "--quiet", "--network", "host", "--tag", tag, "--file", folder / file),
        *words,
        folder,
    )


def megabytes(size: str) -> float:
    """Return a size that Docker prints, in MB."""
    match = re.fullmatch(r"([\d.]+)(B|kB|MB)", size)
    assert match, size
    return float(match[1]) * {"B": 1e-6, "kB": 1e-3, "MB": 1}[match[2]]


@dataclass(frozen=True)
class Built:
    """What `docker` says about images of the pages on an engine with the older store."""

    ids: dict[str, str]
    sizes: dict[str, float]
    unique: dict[str, float]
    history: list[str]
    inspected: int
    saved: Path


@pytest.fixture(scope="module")
def built(older: Engine, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The images of Image size and of Inside an image, which are gone when this returns."""
    saved = tmp_path_factory.mktemp("saved")
    with alone(older), Gate(older) as gate, pytest.MonkeyPatch.context() as patch:
        for name, value in gate.environment.items():
            patch.setenv(name, value)
        try:
            return build_all(saved)
        finally:
            complaints = gate.remove(gate.leftovers())
            gate.restore()
            assert not complaints


def build_all(saved: Path) -> Built:
    ids = {
        tag: build("layers/image-size", f"size:{tag}", target=tag)
        for tag in ("base", "small", "large")
    }
    ids["trap"] = build("layers/image-size", "size:trap", "trap.Dockerfile")
    ids["inside"] = build("layers/inside-an-image", "inside:1")
    ids["storage"] = build("layers/storage-management", "storage:1")
    usage = docker(
        *("system", "df", "--verbose", "--format"),
        "{{range .Images}}{{.Repository}}:{{.Tag}} {{.Size}} {{.UniqueSize}}{{println}}{{end}}",
    )
    rows = [row.split() for row in usage.splitlines() if row.strip()]
    docker("save", "--output", saved / "inside.tar", "inside:1")
    with tarfile.open(saved / "inside.tar") as archive:
        archive.extractall(saved, filter="data")
    return Built(
        ids=ids,
        sizes={name: megabytes(size) for name, size, _ in rows},
        unique={name: megabytes(unique) for name, _, unique in rows},
        history=docker("history", "--format", "{{.Size}}", "size:trap").splitlines(),
        inspected=int(docker("image", "inspect", "--format", "{{.Size}}", "size:small")),
        saved=saved,
    )


@pytest.mark.parametrize("name", SAME)
def test_the_page_holds_with_the_older_store_too(older: Engine, name: str) -> None:
    report = run_page(read_page(ROOT / "docs" / f"{name}.md", ROOT), older)
    if not report.sound:
        pytest.fail(tell(report), pytrace=False)


@pytest.mark.parametrize(("tag", "size"), [("base", 22), ("small", 27), ("large", 32)])
def test_an_image_counts_its_unpacked_files_only(built: Built, tag: str, size: float) -> None:
    assert built.sizes[f"size:{tag}"] == pytest.approx(size, rel=0.05)


def test_the_unique_size_is_what_the_image_adds(built: Built) -> None:
    assert built.unique["size:small"] == pytest.approx(5, rel=0.05)


def test_an_inspected_size_is_the_unpacked_one(built: Built) -> None:
    assert built.inspected == pytest.approx(27e6, rel=0.05)


def test_a_step_of_the_history_counts_the_bytes_of_files(built: Built) -> None:
    assert built.history[0] == "0B"  # rm
    assert built.history[1] == "80B"  # the line of a checksum


def test_there_is_no_compressed_copy(built: Built) -> None:
    assert built.sizes["storage:1"] == pytest.approx(7, rel=0.05)


def test_a_fresh_containers_size_is_nothing(older: Engine, gate: Gate) -> None:
    docker("run", "--detach", "--name", "older-fresh", "busybox", "true")
    size = docker("ps", "--all", "--size", "--filter", "name=older-fresh", "--format", "{{.Size}}")
    assert size.startswith("0B (virtual ")


def test_a_container_tells_the_paths_of_its_layers(older: Engine, gate: Gate) -> None:
    docker("run", "--detach", "--name", "older-paths", "busybox", "true")
    driver = docker("inspect", "--format", "{{json .GraphDriver.Data}}", "older-paths")
    assert re.search(r"/overlay2/[0-9a-f]+(?:-init)?/diff", json.loads(driver)["LowerDir"])


def test_a_build_under_an_old_tag_leaves_the_old_image_dangling(
    older: Engine, gate: Gate, tmp_path: Path
) -> None:
    dockerfile = tmp_path / "Dockerfile"
    ids = []
    for word in ("one", "two"):
        dockerfile.write_text(f"FROM busybox\nRUN echo {word} > /word\n", encoding="utf-8")
        ids.append(
            docker("build", "--quiet", "--network", "host", "--tag", "older:moved", tmp_path)
        )
    dangling = docker("images", "--quiet", "--no-trunc", "--filter", "dangling=true")
    assert ids[0] in dangling.split()


def test_a_used_image_says_that_its_reference_is_in_use(
    older: Engine, gate: Gate, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\nLABEL a=b\n", encoding="utf-8")
    docker("build", "--quiet", "--network", "host", "--tag", "older:used", tmp_path)
    docker("run", "--name", "older-user", "older:used", "true")
    done = subprocess.run(
        ["docker", "image", "rm", "older:used"], capture_output=True, check=False, text=True
    )
    assert 'unable to remove repository reference "older:used" (must force)' in done.stderr


def test_a_build_for_several_platforms_is_refused(
    older: Engine, gate: Gate, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    words = ["docker", "build", "--platform", "linux/amd64,linux/arm64", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert "Multi-platform build is not supported for the docker driver." in done.stderr


def test_a_cache_is_not_exported(older: Engine, gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    words = ["docker", "build", "--cache-to", f"type=local,dest={tmp_path / 'kept'}", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert "Cache export is not supported for the docker driver" in done.stderr


def test_the_index_of_an_archive_leads_to_the_manifest(built: Built) -> None:
    index = json.loads((built.saved / "index.json").read_text("utf-8"))
    assert [m["mediaType"] for m in index["manifests"]] == [
        "application/vnd.oci.image.manifest.v1+json"
    ]
    assert (built.saved / "repositories").is_file()


def test_the_layers_of_an_archive_are_not_compressed(built: Built) -> None:
    index = json.loads((built.saved / "index.json").read_text("utf-8"))
    blobs = built.saved / "blobs/sha256"
    manifest = json.loads((blobs / index["manifests"][0]["digest"][7:]).read_text("utf-8"))
    config = json.loads((blobs / manifest["config"]["digest"][7:]).read_text("utf-8"))
    assert {layer["mediaType"] for layer in manifest["layers"]} == {
        "application/vnd.oci.image.layer.v1.tar"
    }
    assert [layer["digest"] for layer in manifest["layers"]] == config["rootfs"]["diff_ids"]
    assert manifest["config"]["digest"] == built.ids["inside"]
