import unittest


class Wrong(unittest.TestCase):
    def test_one_is_two(self):
        self.assertEqual(1, 2)
