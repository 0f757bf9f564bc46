"""How gunicorn runs the api: one process with threads; requests are logged by the api itself."""

import os

from shelf import store
from shelf.log import log

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
wsgi_app = "shelf.api:app"
threads = 8
graceful_timeout = 1  # seconds that answers under way get after SIGTERM
worker_tmp_dir = "/dev/shm"  # a heartbeat file on disk can block; this one is memory
loglevel = "warning"


def on_starting(server):
    store.prepare()
    log("started", port=int(bind.rsplit(":")[-1]))


def on_exit(server):
    log("stopped")
