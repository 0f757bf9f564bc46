from __future__ import annotations

import pytest
from diagrams.engine import Drawing
from diagrams.safety import find_active


@pytest.mark.parametrize(
    ("svg", "found"),
    [
        pytest.param("<svg><script>x</script></svg>", "<script>", id="a script"),
        pytest.param("<svg><SCRIPT>x</SCRIPT></svg>", "<script>", id="in capitals"),
        pytest.param('<svg onload="x"></svg>', 'onload="x"', id="an event"),
        pytest.param('<svg><a href="javascript:x">y</a></svg>', 'href="javascript:x"', id="link"),
        pytest.param('<svg><a href=" data:x">y</a></svg>', 'href=" data:x"', id="data"),
        pytest.param("<svg><iframe></iframe></svg>", "<iframe>", id="a frame"),
        pytest.param("<svg><img></svg>", "<img>", id="an image of HTML"),
        pytest.param("<svg><animate></svg>", "<animate>", id="what changes attributes"),
        pytest.param('<svg><g style="x:expression(y)"></svg>', 'style="x:expression(y)"', id="css"),
        pytest.param("<svg><style>@import 'x'</style></svg>", "@import", id="a style sheet"),
        pytest.param("<svg><style>g{fill:url(x.svg)}</style></svg>", "url(", id="a file"),
        pytest.param(
            '<svg><image href="//example.org/x"/></svg>', 'href="//example.org/x"', id="a host"
        ),
        pytest.param(
            '<svg><image href="https://example.org/x"/></svg>',
            'href="https://example.org/x"',
            id="a picture elsewhere",
        ),
    ],
)
def test_what_acts_is_found(svg: str, found: str) -> None:
    assert find_active(svg) == found


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param("<svg><text>on=5 javascript: &lt;script&gt;</text></svg>", id="a text"),
        pytest.param('<svg><a href="../guide/two.md#x">y</a></svg>', id="a link in the site"),
        pytest.param('<svg><a href="https://example.org/">y</a></svg>', id="a link out"),
        pytest.param('<svg><use href="#dg1-0"></use></svg>', id="its own part"),
        pytest.param("<svg><style>g{fill:url(#dg1-0)}</style></svg>", id="its own gradient"),
    ],
)
def test_what_only_shows_is_allowed(svg: str) -> None:
    assert find_active(svg) == ""


def test_samples_only_show(drawing: Drawing) -> None:
    assert find_active(drawing.svg) == ""
