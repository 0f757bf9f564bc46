"""Redis, where REDIS_URL names one: a cache for the list, and a queue of books to label."""

import json
import os

import redis

GROUP, JOBS, CACHE = "workers", "jobs", "books"
SECONDS_CACHED = 30

url = os.environ.get("REDIS_URL")
server = redis.Redis.from_url(url, decode_responses=True, socket_connect_timeout=2) if url else None


def cached(load):
    """Return the list from the cache, or from load(), and whether the cache had it."""
    if server is None:
        return load(), None
    if text := server.get(CACHE):
        return json.loads(text), True
    books = load()
    server.set(CACHE, json.dumps(books), ex=SECONDS_CACHED)
    return books, False


def forget():
    """Drop the cached list, after a change."""
    if server is not None:
        server.delete(CACHE)


def enqueue(number):
    """Ask the workers to label a book."""
    if server is not None:
        server.xadd(JOBS, {"book": number})
