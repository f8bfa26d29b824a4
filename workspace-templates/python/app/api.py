"""The HTTP side: routes and what they take."""

from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, StringConstraints

from app.store import Item, Store


class NewItem(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def create_app(store: Store | None = None) -> FastAPI:
    """The application around a store; each call has its own unless one is given."""
    items = store or Store()
    app = FastAPI(title="template-name")

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/items")
    def list_items() -> list[Item]:
        return items.all()

    @app.post("/items", status_code=201)
    def add_item(new: NewItem) -> Item:
        return items.add(new.name)

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> Item:
        item = items.get(item_id)
        if item is None:
            raise HTTPException(404, "There is no such item.")
        return item

    @app.delete("/items/{item_id}", status_code=204)
    def remove_item(item_id: int) -> None:
        if not items.remove(item_id):
            raise HTTPException(404, "There is no such item.")

    return app
