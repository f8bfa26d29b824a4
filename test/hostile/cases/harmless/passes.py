# what: a test of its own that passes
# mode: verdict
# path: tests/test_more.py
# expect: fine
from app.greeting import greet


def test_greets_somebody_else():
    assert greet("Grace") == "Hello, Grace!"
