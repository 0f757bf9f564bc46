from __future__ import annotations

import licenses


def test_each_license_is_one_that_we_may_use() -> None:
    assert [part for part in licenses.parts() if not part.is_known()] == []


def test_what_is_copied_into_this_repository_is_listed() -> None:
    assert {part.name for part in licenses.parts() if part.where == "vendored"} == {
        "mermaid",
        "devcontainers-spec",
    }


def test_an_unknown_license_is_none_that_we_may_use() -> None:
    assert not licenses.Part("x", "1", "MIT OR Proprietary", "requirements.txt").is_known()
    assert not licenses.Part("x", "1", "not stated", "requirements.txt").is_known()
