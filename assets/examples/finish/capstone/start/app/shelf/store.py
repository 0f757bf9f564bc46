"""Where the books are kept: a SQLite file, or PostgreSQL when DATABASE_URL says so."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

COLUMNS = ("id", "title", "label")


def connect():
    """Open the database that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL", "sqlite:/data/shelf.db")
    if url.startswith("sqlite:"):
        return sqlite3.connect(url.removeprefix("sqlite:"), isolation_level=None)
    secret = os.environ.get("DATABASE_PASSWORD_FILE")
    password = Path(secret).read_text().strip() if secret else None
    return psycopg.connect(url, password=password, autocommit=True, connect_timeout=2)


def query(sql, *values):
    """Run one statement; return its rows."""
    with closing(connect()) as connection:
        if isinstance(connection, psycopg.Connection):
            sql = sql.replace("?", "%s")
        cursor = connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def prepare():
    """Make the table, unless it is there."""
    url = os.environ.get("DATABASE_URL", "")
    key = "serial primary key" if url.startswith("postgres") else "integer primary key autoincrement"
    query(f"create table if not exists books (id {key}, title text not null, label text)")


def books():
    """Return all books, oldest first."""
    rows = query("select id, title, label from books order by id")
    return [dict(zip(COLUMNS, row)) for row in rows]


def book(number):
    """Return one book, or None."""
    rows = query("select id, title, label from books where id = ?", number)
    return dict(zip(COLUMNS, rows[0])) if rows else None


def add(title):
    """Keep a new book; return it."""
    [row] = query("insert into books (title) values (?) returning id, title, label", title)
    return dict(zip(COLUMNS, row))


def remove(number):
    """Forget a book; return whether it was there."""
    return bool(query("delete from books where id = ? returning id", number))


def label(number, text):
    """Write a book's label."""
    query("update books set label = ? where id = ?", text, number)
