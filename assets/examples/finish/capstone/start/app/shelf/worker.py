"""The worker: takes one job at a time and labels the book, as a librarian would."""

import os
import signal
import socket
import time

import redis

from shelf import broker, store
from shelf.log import log

SECONDS = float(os.environ.get("JOB_SECONDS", "0.2"))  # how long one label takes
LEASE = int(os.environ.get("LEASE_SECONDS", "5"))  # after this, another worker takes the job over


def make_label(title):
    """Return a label such as 'DUN-004': three letters and the title's length."""
    letters = "".join(c for c in title.upper() if c.isalpha())
    return f"{letters[:3]:X<3}-{len(title):03}"


def take(name):
    """Return one job: an abandoned one first, else a new one, else None after a second."""
    _, abandoned, *_ = broker.server.xautoclaim(
        broker.JOBS, broker.GROUP, name, min_idle_time=LEASE * 1000, count=1
    )
    if abandoned:
        log("takeover", worker=name, job=abandoned[0][0])
        return abandoned[0]
    answer = broker.server.xreadgroup(broker.GROUP, name, {broker.JOBS: ">"}, count=1, block=1000)
    return answer[0][1][0] if answer else None


def do(job, facts):
    """Do one job. Only when all of it is done is the job acknowledged, so a killed worker loses none."""
    number = int(facts["book"])
    if book := store.book(number):
        time.sleep(SECONDS)
        store.label(number, make_label(book["title"]))
        broker.forget()
    broker.server.xack(broker.JOBS, broker.GROUP, job)
    log("labeled", book=number)


def main():
    name = socket.gethostname()
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    signal.signal(signal.SIGINT, lambda *_: stopping.append(True))
    try:
        broker.server.xgroup_create(broker.JOBS, broker.GROUP, id="0", mkstream=True)
    except redis.ResponseError:
        pass  # another worker made the group
    log("started", worker=name)
    while not stopping:
        if job := take(name):
            do(*job)
    log("stopped", worker=name)


if __name__ == "__main__":
    main()
