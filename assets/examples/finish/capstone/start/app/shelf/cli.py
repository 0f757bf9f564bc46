"""A command-line tool: list, add and remove books through the api."""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request


def call(method, path, body=None):
    """Send one request to the api at SHELF_URL; return its JSON."""
    url = os.environ.get("SHELF_URL", "http://localhost:8000") + path
    request = urllib.request.Request(url, data=body, method=method)
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.loads(response.read() or "null")


def main():
    parser = argparse.ArgumentParser(prog="shelf", description="A tiny reading list.")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="print the books")
    actions.add_parser("add", help="add a book").add_argument("title")
    actions.add_parser("remove", help="remove a book").add_argument("id", type=int)
    given = parser.parse_args()
    try:
        if given.action == "list":
            for book in call("GET", "/books"):
                print(f"{book['id']:>4}  {book['label'] or '-':<8}  {book['title']}")
        elif given.action == "add":
            print(call("POST", "/books", given.title.encode())["id"])
        else:
            call("DELETE", f"/books/{given.id}")
    except urllib.error.HTTPError as problem:
        sys.exit(f"shelf: {json.load(problem)['error']}")
    except OSError as problem:
        sys.exit(f"shelf: the api does not answer: {problem}")


if __name__ == "__main__":
    main()
