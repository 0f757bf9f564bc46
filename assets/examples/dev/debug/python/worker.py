"""Write a label for each title, once a second. One of them is wrong."""

import itertools
import signal
import sys
import time

TITLES = ("Dune", " Emma", "Ulysses")


def label(title):
    letters = title[:3].upper()
    return f"{letters}-{len(title):03}"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    for title in itertools.cycle(TITLES):
        print(label(title), flush=True)
        time.sleep(1)


if __name__ == "__main__":
    main()
