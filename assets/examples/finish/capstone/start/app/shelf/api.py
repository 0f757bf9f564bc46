"""The HTTP api. What it does is written down in openapi.yaml."""

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from shelf import broker, store
from shelf.log import log

app = Flask(__name__)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/ready")
def ready():
    """Answer 200 once the database and the broker answer."""
    try:
        store.query("select 1")
        if broker.server is not None:
            broker.server.ping()
    except Exception as problem:
        return {"status": "waiting", "error": type(problem).__name__}, 503
    return {"status": "ok"}


@app.get("/books")
def list_books():
    books, hit = broker.cached(store.books)
    response = jsonify(books)
    if hit is not None:
        response.headers["X-Cache"] = "hit" if hit else "miss"
    return response


@app.post("/books")
def add_book():
    try:
        title = request.get_data().decode().strip()
    except UnicodeDecodeError:
        return {"error": "the title is not UTF-8"}, 400
    if not 1 <= len(title) <= 200 or any(character < " " for character in title):
        return {"error": "the body must be a title of 1 to 200 characters, on one line"}, 400
    book = store.add(title)
    broker.forget()
    broker.enqueue(book["id"])
    return book, 201, {"Location": f"/books/{book['id']}"}


@app.get("/books/<int:number>")
def get_book(number):
    return store.book(number) or ({"error": f"there is no book {number}"}, 404)


@app.delete("/books/<int:number>")
def delete_book(number):
    if not store.remove(number):
        return {"error": f"there is no book {number}"}, 404
    broker.forget()
    return Response(status=204)


@app.errorhandler(HTTPException)
def explain(problem):
    return {"error": problem.name.lower()}, problem.code


@app.after_request
def log_request(response):
    log("request", method=request.method, path=request.path, status=response.status_code)
    return response
