"""The command line of sitebuild."""

from __future__ import annotations

import sys

from sitebuild.build import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
