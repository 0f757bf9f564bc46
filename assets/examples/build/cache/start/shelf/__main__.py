"""Print the reading list as a table."""

from pathlib import Path

from tabulate import tabulate

books = [line.split(", ") for line in Path("books.txt").read_text().splitlines()]
version = Path("version.txt").read_text().strip()
print(tabulate(books, headers=["Title", "Author"], tablefmt="simple"))
print(f"shelf {version}, {len(books)} books")
