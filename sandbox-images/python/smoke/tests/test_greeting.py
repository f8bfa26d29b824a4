import pytest

from app.greeting import greet


def test_greets_by_name():
    assert greet("Ada") == "Hello, Ada!"


def test_refuses_an_empty_name():
    with pytest.raises(ValueError):
        greet("")
