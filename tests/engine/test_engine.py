"""What `tests/engine/engine` says and refuses, without an engine and without root."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).with_name("engine")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call the script where nothing is installed and nothing answers, as an ordinary Debian."""
    release = tmp_path / "os-release"
    release.write_text('ID=debian\nVERSION_CODENAME="bookworm"\n', encoding="utf-8")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, prints in {"id": "0", "dpkg": "amd64"}.items():
        stand_in(programs, name, f"echo {prints}")
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "ENGINE_BRIDGE": "none-such-",
        "ENGINE_DATA": str(tmp_path / "data"),
        "ENGINE_MIRROR": "127.0.0.1:9",
        "ENGINE_OS_RELEASE": str(release),
        "ENGINE_PLUGINS": str(tmp_path / "plugins"),
        "ENGINE_PREFIX": str(tmp_path / "prefix"),
        "ENGINE_RUN": str(tmp_path / "run"),
        "ENGINE_SOCKET": str(tmp_path / "docker.sock"),
        "ENGINE_STATE": str(tmp_path / "state"),
    }

    def call(*words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ENGINE, *words],
            capture_output=True,
            check=False,
            env=environment | changed,
            text=True,
            timeout=60,
        )

    return call


def stand_in(folder: Path, name: str, script: str) -> None:
    """Put a program of the given name first on the script's PATH."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def test_the_plan_names_every_folder_and_address_that_it_would_touch(
    run: Run, tmp_path: Path
) -> None:
    result = run("plan")
    assert result.returncode == 0, result.stderr
    for name in ("prefix", "state", "data", "docker.sock"):
        assert str(tmp_path / name) in result.stdout
    assert "127.0.0.1:9" in result.stdout
    assert "docker-buildx" in result.stdout
    assert "make engine-stop PURGE=1" in result.stdout


def test_the_plan_changes_nothing(run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    run("plan")
    assert sorted(tmp_path.iterdir()) == before


def test_the_plan_says_when_the_last_engine_was_killed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state/dockerd.pid").write_text("4194305", encoding="utf-8")  # over the highest
    assert "ended without `make engine-stop`" in run("plan").stdout


def test_the_plan_says_nothing_of_an_engine_that_was_stopped(run: Run) -> None:
    assert "ended without" not in run("plan").stdout


def test_the_plan_leaves_the_data_of_another_engine_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "volumes").mkdir()
    assert f"with its data in {tmp_path / 'state' / 'data'}" in run("plan").stdout


def test_the_plan_lists_the_recipes_that_changed(run: Run, tmp_path: Path) -> None:
    recipes = tmp_path / "state" / "recipes"
    recipes.mkdir(parents=True)
    (recipes / "nginx").write_text("the digest of an older recipe", encoding="utf-8")
    assert "nginx" in run("plan").stdout.splitlines()[-1]


@pytest.mark.parametrize("command", ["up", "start", "images", "install", "stop"])
def test_it_says_who_may_do_this(run: Run, tmp_path: Path, command: str) -> None:
    stand_in(tmp_path / "programs", "id", "echo 1000")
    result = run(command)
    assert result.returncode == 1
    assert "only root can do this. Run `sudo make engine`" in result.stderr


@pytest.mark.parametrize("command", ["plan", "up", "start"])
def test_it_says_where_it_works(run: Run, tmp_path: Path, command: str) -> None:
    release = tmp_path / "fedora-release"
    release.write_text("ID=fedora\nVARIANT_ID=debian\n", encoding="utf-8")
    result = run(command, ENGINE_OS_RELEASE=str(release))
    assert result.returncode == 1
    assert "this is not Debian. Install Docker Engine or Docker Desktop" in result.stderr


def test_it_says_for_which_processors_it_works(run: Run, tmp_path: Path) -> None:
    stand_in(tmp_path / "programs", "dpkg", "echo arm64")
    assert "made for amd64 only" in run("plan").stderr


@pytest.mark.parametrize("command", ["plan", "up"])
def test_an_engine_that_answers_is_used_as_it_is(run: Run, tmp_path: Path, command: str) -> None:
    stand_in(tmp_path / "programs", "docker", "echo 29.0.1")
    result = run(command)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("engine: Docker Engine 29.0.1 answers already")
    assert not (tmp_path / "prefix").exists()


def test_a_missing_plugin_of_an_engine_that_answers_is_named(run: Run, tmp_path: Path) -> None:
    stand_in(tmp_path / "programs", "docker", '[ "$1" = version ] && echo 29.0.1')
    result = run("plan")
    assert "Install its package docker-buildx-plugin" in result.stdout
    assert "Install its package docker-compose-plugin" in result.stdout


def test_start_refuses_beside_an_engine_that_answers(run: Run, tmp_path: Path) -> None:
    stand_in(tmp_path / "programs", "docker", "echo 29.0.1")
    for name in ("usr/sbin/dockerd", "usr/bin/docker-init", "qemu/qemu-aarch64"):
        program = tmp_path / "prefix" / name
        program.parent.mkdir(parents=True)
        stand_in(program.parent, program.name, "exit 1")
    result = run("start")
    assert result.returncode == 1
    assert "Docker Engine 29.0.1 answers already" in result.stderr


def test_start_says_what_is_to_be_done_before(run: Run) -> None:
    assert "Run `make engine` first" in run("start").stderr


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    """Where a stand-in for the mirror will answer, and nothing does yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "state/hub/v2").mkdir(parents=True)  # below state/: how the script knows its own
    programs = tmp_path / "prefix/usr/bin"
    programs.mkdir(parents=True)
    serve = f"{sys.executable} -m http.server --bind 127.0.0.1 --directory {tmp_path}/state/hub"
    stand_in(programs, "docker-registry", f"exec {serve} {port}")
    yield f"127.0.0.1:{port}"
    os.kill(int((tmp_path / "state/registry.pid").read_text(encoding="utf-8")), signal.SIGTERM)


@pytest.fixture
def installed(tmp_path: Path, mirror: str) -> dict[str, str]:
    """Stand-ins for the programs that `install` unpacks; the settings that lead to them."""
    for folder in ("prefix/usr/sbin", "prefix/qemu"):
        (tmp_path / folder).mkdir(parents=True)
    stand_in(tmp_path / "prefix/qemu", "qemu-aarch64", "exit 0")
    stand_in(tmp_path / "prefix/usr/sbin", "dockerd", "exit 0")
    for name in ("docker", "docker-init"):
        stand_in(tmp_path / "prefix/usr/bin", name, "exit 0")
    for name in ("ip", "iptables"):
        stand_in(tmp_path / "programs", name, "exit 0")
    (tmp_path / "forward").write_text("1\n", encoding="utf-8")
    return {"ENGINE_MIRROR": mirror, "ENGINE_FORWARD": str(tmp_path / "forward")}


def test_an_engine_beside_the_first_starts_without_networks_of_its_past(
    run: Run, tmp_path: Path, installed: dict[str, str]
) -> None:
    past = tmp_path / "state/overlay2/network/files/local-kv.db"
    past.parent.mkdir(parents=True)
    past.touch()
    image = tmp_path / "state/overlay2/image"
    image.mkdir()

    result = run("start", "--store", "overlay2", **installed)

    assert result.returncode == 0, result.stderr
    assert not past.exists()
    assert image.exists()


@pytest.mark.parametrize(("failures", "status"), [(0, 0), (2, 0), (3, 1)])
def test_the_images_are_built_again_where_a_download_fails(
    failures: int, status: int, run: Run, tmp_path: Path, installed: dict[str, str]
) -> None:
    recipes = tmp_path / "recipes"
    for name in ("debian", "web"):
        (recipes / name).mkdir(parents=True)
        stand_in(recipes / name, "make", "exit 0")
    bake = 'group "default" {\n  targets = ["web"]\n}\n'
    (recipes / "docker-bake.hcl").write_text(bake, encoding="utf-8")
    stand_in(tmp_path / "programs", "apt-get", "echo bookworm http://debian.example/debian")
    said = tmp_path / "said"
    count = f'[ "$2" != bake ] || {{ echo >> {said}; [ $(wc -l < {said}) -gt {failures} ]; }}'
    stand_in(tmp_path / "prefix/usr/bin", "docker", count)
    assert run("start", "--store", "overlay2", **installed).returncode == 0
    result = run("images", ENGINE_RECIPES=str(recipes), **installed)
    assert result.returncode == status, result.stderr
    assert result.stdout.count("trying again") == min(failures, 2)


def test_an_unknown_image_store_is_refused(run: Run, tmp_path: Path) -> None:
    for name in ("usr/sbin/dockerd", "usr/bin/docker-init", "qemu/qemu-aarch64"):
        program = tmp_path / "prefix" / name
        program.parent.mkdir(parents=True)
        stand_in(program.parent, program.name, "exit 1")
    result = run("start", "--store", "zfs")
    assert "no image store 'zfs'. Use containerd or overlay2." in result.stderr


def test_stop_where_nothing_runs_is_no_error(run: Run) -> None:
    result = run("stop")
    assert result.returncode == 0, result.stderr
    assert "are stopped" in result.stdout


def test_a_purge_removes_what_a_set_up_wrote_and_no_more(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / ".docker-for-developers").touch()
    for name in ("prefix", "state", "other"):
        (tmp_path / name).mkdir()
    assert run("stop", "--purge").returncode == 0
    left = {path.name for path in tmp_path.iterdir()}
    assert not left & {"prefix", "state", "data"}
    assert "other" in left


def test_removing_the_data_keeps_the_programs_and_the_images_in_the_mirror(
    run: Run, tmp_path: Path
) -> None:
    for name in ("data", "prefix/usr", "state/overlay2", "state/hub", "state/recipes"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data/.docker-for-developers").touch()
    assert run("stop", "--data").returncode == 0
    assert not (tmp_path / "data").exists()
    assert {path.name for path in (tmp_path / "state").iterdir()} == {"hub", "recipes"}
    assert (tmp_path / "prefix/usr").exists()


def test_the_networks_of_a_killed_engine_are_forgotten(run: Run, tmp_path: Path) -> None:
    programs, said = tmp_path / "programs", tmp_path / "said"
    rule = "PREROUTING -d 172.18.0.2/32 ! -i br-89505cfc3b2f -j DROP"
    others = "-A PREROUTING -i br-lan -j ACCEPT"
    stand_in(programs, "iptables-save", f'[ "$2" != raw ] || printf "%s\\n" "-A {rule}" "{others}"')
    stand_in(programs, "iptables", f'echo "iptables $*" >> {said}')
    bridges = "3: br-89505cfc3b2f: <BROADCAST>\\n4: br-lan: <BROADCAST>\\n"
    stand_in(programs, "ip", f'[ "$1" = -o ] && printf "{bridges}" || echo "ip $*" >> {said}')
    stand_in(programs, "docker", "exit 1")  # no other engine answers
    result = run("stop", "--data", ENGINE_SOCKET="/var/run/docker.sock")
    assert result.returncode == 0, result.stderr
    lines = said.read_text(encoding="utf-8").splitlines()
    assert f"iptables -t raw -D {rule}" in lines
    assert "ip link delete br-89505cfc3b2f" in lines
    assert not [line for line in lines if "br-lan" in line]


def test_the_networks_of_another_engine_stay(run: Run, tmp_path: Path) -> None:
    said = tmp_path / "said"
    stand_in(tmp_path / "programs", "iptables-save", f"echo asked >> {said}")
    stand_in(tmp_path / "programs", "docker", "echo 29.0.0")
    run("stop", "--data", ENGINE_SOCKET="/var/run/docker.sock")
    assert not said.exists()


def test_an_unknown_way_to_stop_is_refused(run: Run) -> None:
    assert "--data and --purge, and not '--all'" in run("stop", "--all").stderr


def test_a_purge_unmounts_what_a_killed_engine_left_from_the_inside_out(
    run: Run, tmp_path: Path
) -> None:
    data, said = tmp_path / "data", tmp_path / "said"
    data.mkdir()
    (data / ".docker-for-developers").touch()
    mounts = tmp_path / "mounts"
    points = [data, data / "rootfs/one", tmp_path / "data-of-others", tmp_path / "state/overlay2"]
    mounts.write_text("".join(f"dev {point} ext4 rw 0 0\n" for point in points), encoding="utf-8")
    stand_in(tmp_path / "programs", "umount", f'echo "$2" >> {said}')
    assert run("stop", "--purge", ENGINE_MOUNTS=str(mounts)).returncode == 0
    assert said.read_text(encoding="utf-8").split() == [
        f"{data}/rootfs/one",
        str(data),
        str(tmp_path / "state/overlay2"),
    ]


def test_a_purge_keeps_the_data_of_another_engine(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "volumes").mkdir(parents=True)
    run("stop", "--purge")
    assert (tmp_path / "data" / "volumes").exists()


def test_without_a_command_it_lists_them(run: Run) -> None:
    result = run()
    assert result.returncode == 2
    assert "plan" in result.stdout
    assert "stop --purge" in result.stdout
