"""Shelf's own tests: no network, no broker, a database in a file."""

import unittest

from shelf import store
from shelf.api import app
from shelf.worker import make_label


class Api(unittest.TestCase):
    def setUp(self):
        store.prepare()
        store.query("delete from books")
        self.client = app.test_client()

    def test_a_title_becomes_a_book(self):
        answer = self.client.post("/books", data="  Dune ")
        self.assertEqual(answer.status_code, 201)
        self.assertEqual(answer.json["title"], "Dune")
        self.assertEqual(self.client.get(answer.headers["Location"]).json, answer.json)

    def test_an_empty_title_is_refused(self):
        self.assertEqual(self.client.post("/books", data=" ").status_code, 400)

    def test_a_removed_book_is_gone(self):
        place = self.client.post("/books", data="Dune").headers["Location"]
        self.assertEqual(self.client.delete(place).status_code, 204)
        self.assertEqual(self.client.get(place).status_code, 404)


class Labels(unittest.TestCase):
    def test_a_label_is_three_letters_and_the_length(self):
        self.assertEqual(make_label("Dune"), "DUN-004")

    def test_a_title_without_letters_still_gets_one(self):
        self.assertEqual(make_label("1984"), "XXX-004")
