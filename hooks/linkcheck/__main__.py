"""The command: `make links`, or `python -m linkcheck` with this folder's parent on the path."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sitecheck import Finding

from linkcheck.allowed import MalformedAllowanceError, is_allowed, read_allowances, unused
from linkcheck.cache import Cache
from linkcheck.fetch import Fetcher
from linkcheck.judge import judge, targets
from linkcheck.model import Policy, Verdict
from linkcheck.progress import Progress
from linkcheck.schedule import SystemClock, answers
from linkcheck.sources import external_uses, read_site
from linkcheck.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from linkcheck.allowed import Allowance
    from linkcheck.model import Use
    from linkcheck.schedule import Clock, Fetch

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = Path("hooks/linkcheck/allowed.toml")
CACHE = Path(".cache/links.json")
SAVE_EVERY = 30  # seconds

FINE, FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
EPILOG = f"""
exit codes:
  {FINE}    every link is in order, or allowed
  {FINDINGS}    there are findings, one a line: path:line:column: rule: message
  {UNUSABLE}    nothing was checked: the site is not built, or a file or an option is wrong
  {INTERRUPTED}  interrupted; the answers so far are kept, and the next run goes on from there
"""


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT) -> int:
    """Check the links of the site that is built below ``root``; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m linkcheck",
        description="Ask the hosts that the built site links to, and say which links to change.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--fresh", action="store_true", help="ask again for what is in the cache")
    options = parser.parse_args(arguments)

    if not (root / "site" / "index.html").is_file():
        print("site/index.html: the site is not built. Run `make build`.", file=sys.stderr)
        return UNUSABLE
    try:
        allowances = read_allowances(root / ALLOWED)
    except MalformedAllowanceError as error:
        print(f"{ALLOWED.as_posix()}:{error}", file=sys.stderr)
        return UNUSABLE
    policy = Policy()
    cache = Cache(root / CACHE, now=time.time)
    if not options.fresh:
        cache.load()
    site = read_site(root)
    return check(
        sorted(external_uses(site), key=lambda use: (use.path, use.line, use.column)),
        allowances=allowances,
        cache=cache,
        clock=SystemClock(),
        fetch=Fetcher(policy, user_agent=user_agent(site.project.site_url), now=time.time),
        policy=policy,
        out=sys.stdout,
        err=sys.stderr,
    )


def user_agent(site_url: str) -> str:
    """Return who asks, with the address at which the asked can learn more."""
    return f"docker-for-developers-linkcheck/1.0 (+{site_url})"


def check(
    uses: Sequence[Use],
    *,
    allowances: Sequence[Allowance],
    cache: Cache,
    clock: Clock,
    fetch: Fetch,
    policy: Policy,
    out: TextIO,
    err: TextIO,
) -> int:
    """Check links; write findings to ``out``, everything else to ``err``; return the exit code."""
    began = clock.monotonic()
    if cache.problem:
        err.write(cache.problem + "\n")
    checked = [use for use in uses if not is_allowed(allowances, use.href)]
    wanted = targets(checked)
    known = {target.url: answer for target in wanted if (answer := cache.get(target))}
    to_ask = [target for target in wanted if target.url not in known]
    remembered = len(known)

    progress = Progress(err, len(to_ask))
    saved = began
    interrupted = False
    try:
        with closing(answers(to_ask, fetch=fetch, policy=policy, clock=clock)) as coming:
            for target, answer in coming:
                known[target.url] = answer
                cache.put(target, answer)
                progress.advance(target.url)
                if clock.monotonic() - saved > SAVE_EVERY:
                    saved = clock.monotonic()
                    _save(cache, err)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        progress.end()
        _save(cache, err)

    findings = {
        finding
        for use in checked
        for finding in judge(use, known)
        if not is_allowed(allowances, use.href, finding.rule)
    }
    findings |= {
        Finding(
            ALLOWED.as_posix(),
            entry.line,
            1,
            "unused-allowance",
            f"'{entry.url}': no page links to it. Remove the entry.",
        )
        for entry in unused(allowances, uses)
    }
    for finding in sorted(findings):
        out.write(f"{finding}\n")
    asked = len(known) - remembered
    if interrupted:
        err.write(
            f"Interrupted: {asked} of {_count(len(to_ask), 'address', 'addresses')} answered. "
            "Run the same command to go on from there.\n"
        )
        return INTERRUPTED
    news = [known[target.url].verdict for target in to_ask]
    if len(news) > 1 and all(verdict is Verdict.UNREACHABLE for verdict in news):
        err.write("No host could be reached. Is this machine connected to the web?\n")
    hosts = len({host_of(target.url) for target in wanted})
    err.write(
        f"{_count(len(checked), 'link')} to {_count(len(wanted), 'address', 'addresses')} "
        f"on {_count(hosts, 'host')}: {_count(len(findings), 'finding')}. "
        f"{_count(remembered, 'answer')} from the cache, {asked} asked for "
        f"in {clock.monotonic() - began:.1f} s.\n"
    )
    return FINDINGS if findings else FINE


def _save(cache: Cache, err: TextIO) -> None:
    try:
        cache.save()
    except OSError as error:
        err.write(f"{CACHE.as_posix()}: the answers cannot be kept: {error.strerror}.\n")


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


if __name__ == "__main__":
    sys.exit(main())
