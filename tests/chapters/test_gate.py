"""On a real engine: a page can neither change nor remove what it did not make, and leaves nothing.

Foreign objects of each kind are planted before the page and while it runs. Their names are theirs
alone, so that the test disturbs nobody who uses the same engine.
"""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator

import pytest
from chapters.engine import Engine, find_engine
from chapters.verify import Result, Watcher, run_page, tell
from transcripts.grammar import Page, parse

pytestmark = pytest.mark.engine


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"docker {' '.join(arguments)}\n{done.stderr}"
    return done.stdout.strip()


def page(*lines: str) -> Page:
    text = "\n".join(
        [
            '```dockerfile title="Dockerfile"',
            "FROM busybox",
            "RUN echo hello > /hello",
            "```",
            "",
            "```console",
            *lines,
            "```",
        ]
    )
    result = parse("docs/page.md", text, lambda path: "")
    assert result.findings == ()
    return result


class Planted:
    """One object of each kind that belongs to somebody else."""

    def __init__(self) -> None:
        self.name = f"gate-test-{uuid.uuid4().hex[:8]}"
        docker("pull", "--quiet", "busybox")
        docker("volume", "create", self.name)
        docker("network", "create", self.name)
        docker("run", "--detach", "--name", self.name, "busybox", "sleep", "600")
        docker("tag", "busybox", self.name)

    def present(self) -> list[str]:
        """Return the kinds that are still there as they were."""
        kinds = []
        for kind in ("volume", "network", "container", "image"):
            done = subprocess.run(
                ["docker", kind, "inspect", self.name], capture_output=True, check=False
            )
            kinds += [kind] if done.returncode == 0 else []
        running = docker("inspect", "--format", "{{.State.Status}}", self.name)
        assert running == "running"
        return kinds

    def remove(self) -> None:
        for words in (("rm", "-f"), ("network", "rm"), ("volume", "rm"), ("image", "rm")):
            subprocess.run(["docker", *words, self.name], capture_output=True, check=False)


ALL = ["volume", "network", "container", "image"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return find_engine()


@pytest.fixture
def theirs() -> Iterator[Planted]:
    planted = Planted()
    yield planted
    planted.remove()


@pytest.fixture
def ours() -> str:
    return f"gate-page-{uuid.uuid4().hex[:8]}"


def everything(name: str) -> list[str]:
    """Return the commands that make one object of each kind, in each way there is."""
    return [
        f"$ docker run --name {name} --volume {name}:/data --volume /anonymous busybox true",
        f"$ docker network create {name}",
        f"$ docker volume create {name}-2",
        f"$ docker build --tag {name} .",
        f"$ docker build --quiet --label unnamed={name} .",
        f"$ DOCKER_BUILDKIT=0 docker build --tag {name}:legacy .",
        f"$ docker tag {name} {name}:tagged",
        f"$ docker commit {name} {name}:committed",
        f"$ docker save {name} | docker load",
        f"$ docker export {name} | docker import - {name}:imported",
        f"$ docker buildx create --name {name}",
        "$ echo 'services: {web: {image: busybox, volumes: [data:/d]}}' > compose.yaml",
        "$ echo 'volumes: {data: {}}' >> compose.yaml",
        f"$ docker compose --project-name {name} create",
    ]


def test_everything_that_a_page_makes_is_named_and_removed(
    engine: Engine, theirs: Planted, ours: str
) -> None:
    class Meanwhile(Watcher):
        later: Planted | None = None

        def ran(self, result: Result) -> None:
            self.later = self.later or Planted()

    meanwhile = Meanwhile()
    try:
        report = run_page(page(*everything(ours)), engine, meanwhile)
        assert not any(result.problem for result in report.results), tell(report)
        kinds = [left.kind for left in report.leftovers]
        assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
            "container": 2,
            "volume": 4,  # two with a name, one without, and that of Compose
            "network": 2,
            "image": 6,  # the last one has no name
            "builder": 1,
        }
        assert report.complaints == ()
        for words in (
            ("ps", "--all", "--format", "{{.Names}}"),
            ("volume", "ls", "--quiet"),
            ("network", "ls", "--format", "{{.Name}}"),
            ("image", "ls", "--format", "{{.Repository}}"),
        ):
            assert ours not in docker(*words)
        assert docker("image", "ls", "--quiet", "--filter", f"label=unnamed={ours}") == ""
        assert theirs.present() == ALL
        assert meanwhile.later is not None
        assert meanwhile.later.present() == ALL
    finally:
        if meanwhile.later:
            meanwhile.later.remove()


@pytest.mark.parametrize(
    "command",
    [
        "docker stop {}",
        "docker rm --force {}",
        "docker exec {} true",
        "docker rename {} other",
        "docker volume rm {}",
        "docker network rm {}",
        "docker run --rm --volume {}:/data busybox true",
        "docker run --rm --mount type=volume,source={},target=/data busybox true",
        "docker volume prune --all --force",
        "docker image prune --all --force",
        "docker builder prune --force",
    ],
)
def test_what_others_have_is_refused(engine: Engine, theirs: Planted, command: str) -> None:
    if engine.own and "prune" in command:
        pytest.skip("an engine of the tests' own may be pruned")
    report = run_page(page(f"$ {command.format(theirs.name)}"), engine)
    assert "not this page's" in tell(report)
    assert theirs.present() == ALL


@pytest.mark.parametrize("command", ["docker image rm {}", "docker tag debian:trixie-slim {}"])
def test_the_name_of_an_image_is_given_back(engine: Engine, theirs: Planted, command: str) -> None:
    image = docker("image", "inspect", "--format", "{{.Id}}", theirs.name)
    lines = ["$ docker pull --quiet debian:trixie-slim", f"$ {command.format(theirs.name)}"]
    report = run_page(page(*lines), engine)
    assert not any(result.problem for result in report.results), tell(report)
    assert docker("image", "inspect", "--format", "{{.Id}}", theirs.name) == image
    assert "kept-for-its-owner" not in docker("image", "ls")


def test_a_build_over_the_name_of_an_image_is_undone(engine: Engine, theirs: Planted) -> None:
    image = docker("image", "inspect", "--format", "{{.Id}}", theirs.name)
    report = run_page(page(f"$ docker build --tag {theirs.name} ."), engine)
    assert not any(result.problem for result in report.results), tell(report)
    assert docker("image", "inspect", "--format", "{{.Id}}", theirs.name) == image


def test_a_page_may_prune_what_it_has_built(engine: Engine, ours: str) -> None:
    command = f"$ docker buildx prune --force --filter description~={ours}"
    assert run_page(page(command), engine).sound


def test_a_page_that_cleans_up_after_itself_is_sound(engine: Engine, ours: str) -> None:
    report = run_page(
        page(
            *everything(ours),
            f"$ docker compose --project-name {ours} down --volumes",
            f"$ docker buildx rm {ours}",
            f"$ docker rm --volumes {ours}",
            f"$ docker volume rm {ours} {ours}-2",
            f"$ docker network rm {ours}",
            f"$ docker image rm {ours} {ours}:legacy {ours}:tagged {ours}:committed {ours}:imported",
            f"$ docker image rm $(docker image ls --quiet --filter label=unnamed={ours})",
        ),
        engine,
    )
    assert report.sound, tell(report)
