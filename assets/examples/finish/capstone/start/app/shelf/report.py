"""A batch job: print the shelf as CSV and exit."""

import csv
import sys

from shelf import store


def main():
    rows = csv.DictWriter(sys.stdout, store.COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(store.books())


if __name__ == "__main__":
    main()
