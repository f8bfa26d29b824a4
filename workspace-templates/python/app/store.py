"""Items in memory, safe to use from several threads."""

from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Item:
    id: int
    name: str


class Store:
    """Keeps items by id, in the order they came."""

    def __init__(self) -> None:
        self._items: dict[int, Item] = {}
        self._next_id = 1
        self._lock = Lock()

    def add(self, name: str) -> Item:
        with self._lock:
            item = Item(self._next_id, name)
            self._items[item.id] = item
            self._next_id += 1
            return item

    def all(self) -> list[Item]:
        with self._lock:
            return list(self._items.values())

    def get(self, item_id: int) -> Item | None:
        return self._items.get(item_id)

    def remove(self, item_id: int) -> bool:
        """Whether there was such an item."""
        with self._lock:
            return self._items.pop(item_id, None) is not None
