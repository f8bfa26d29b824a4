import pytest
from fastapi.testclient import TestClient

from app.api import create_app


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app())


def test_it_says_that_it_is_up(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_an_item_is_added_read_listed_and_removed(client: TestClient) -> None:
    added = client.post("/items", json={"name": "  first "})
    assert added.status_code == 201
    assert added.json() == {"id": 1, "name": "first"}
    assert client.get("/items/1").json() == added.json()
    assert client.get("/items").json() == [added.json()]
    assert client.delete("/items/1").status_code == 204
    assert client.get("/items").json() == []


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "   "}, {"name": "x" * 201}, {"name": 1}]
)
def test_a_bad_item_is_refused(client: TestClient, body: dict) -> None:
    assert client.post("/items", json=body).status_code == 422


def test_an_unknown_item_is_not_found(client: TestClient) -> None:
    assert client.get("/items/7").status_code == 404
    assert client.delete("/items/7").status_code == 404
