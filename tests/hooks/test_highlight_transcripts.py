"""What is a command and what is output in a transcript, by the colours that it gets."""

from __future__ import annotations

import highlight_transcripts
import pytest
from mkdocs.config.defaults import MkDocsConfig
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Generic  # type: ignore[import-untyped]


def prompts(text: str) -> list[str]:
    highlight_transcripts.on_config(MkDocsConfig())
    tokens = get_lexer_by_name("console").get_tokens(text)
    return [value for kind, value in tokens if kind in Generic.Prompt]


@pytest.mark.parametrize("line", ["#8 [2/7] WORKDIR /app", "#8 CACHED", "#12 0.231 downloaded"])
def test_a_step_of_a_build_is_output(line: str) -> None:
    assert prompts(f"$ docker build .\n{line}\n") == ["$ "]


@pytest.mark.parametrize("prompt", ["$ ", "# ", "root@3f2a:/# "])
def test_a_command_has_its_prompt(prompt: str) -> None:
    assert prompts(f"{prompt}ls\nbin\n") == [prompt]
