"""The Python interpreters of this machine that can build the site."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)  # what mkdocs-material asks for, and what it is tested with
PROBE_SECONDS = 20
INSTALL_SECONDS = 600

# A Python without these cannot make an environment of its own, as on Debian without python3-venv.
_PROBE = "import ensurepip, venv, sys; print(sys.executable); print(*sys.version_info[:3])"


@dataclass(frozen=True, slots=True)
class Python:
    """An interpreter that runs."""

    program: Path
    version: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


def find() -> list[Python]:
    """Return the newest interpreter of each supported version, the running one for its own."""
    running = Python(Path(sys.executable), sys.version_info[:3])
    minors = [minor for minor in range(OLDEST[1], NEWEST[1] + 1) if minor != running.version[1]]
    with ThreadPoolExecutor() as pool:
        others = pool.map(_newest, minors)
    found = [running, *filter(None, others)]
    return sorted(found, key=lambda python: python.version)


def environment(python: Python) -> Path:
    """Return an interpreter that has what builds the site, installed once below .cache/."""
    if python.program == Path(sys.executable):
        return python.program
    requirements = ROOT / "requirements.txt"
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = ROOT / ".cache" / "pythons" / f"{python}-{key}"
    program = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed"
    if not done.is_file():
        _run(str(python.program), "-m", "venv", "--clear", str(folder))
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        _run(str(program), *pip, "--require-hashes", "--requirement", str(requirements))
        done.touch()
    return program


def _newest(minor: int) -> Python | None:
    """Return the newest interpreter of a version, those that need no shim first."""
    folders = (Path.home() / ".pyenv/versions", _uv())
    installed = (
        path
        for folder in folders
        for pattern in ("bin/python3", "python.exe")
        for path in folder.glob(f"*3.{minor}.*/{pattern}")
    )
    found = sorted(filter(None, map(_probe, installed)), key=lambda python: python.version)
    if found:
        return found[-1]
    name = shutil.which(f"python3.{minor}")
    return _probe(Path(name)) if name else None


def _uv() -> Path:
    """Return where uv keeps interpreters; asking uv itself takes seconds."""
    if folder := os.environ.get("UV_PYTHON_INSTALL_DIR"):
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", ""), "uv", "python")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data, "uv", "python")


def _probe(program: Path) -> Python | None:
    try:
        output = subprocess.run(
            [str(program), "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None  # for example a shim of pyenv, for a version that is not chosen
    executable, version = output.splitlines()
    return Python(Path(executable), tuple(map(int, version.split())))


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
