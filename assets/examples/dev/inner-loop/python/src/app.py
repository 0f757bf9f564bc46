"""A page that greets, and says which service it comes from."""

import os

from flask import Flask

from greeting import GREETING

app = Flask(__name__)


@app.get("/")
def greet():
    return f"{os.environ['SERVICE']}: {GREETING}\n"
