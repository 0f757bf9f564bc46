"""A title may be odd, but it must not be an error of the server."""

import unittest

from shelf import store
from shelf.api import app


class OddTitles(unittest.TestCase):
    def test_a_zero_byte_in_a_title_is_no_server_error(self):
        store.prepare()
        answer = app.test_client().post("/books", data="Du\0ne")
        self.assertLess(answer.status_code, 500)
