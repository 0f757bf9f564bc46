"""Suggests a book to whoever asks."""

import json

BOOKS = ["Dune", "Emma"]


def app(environ, start_response):
    print("asked for", environ["PATH_INFO"])
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"read": BOOKS[0]}).encode() + b"\n"]
