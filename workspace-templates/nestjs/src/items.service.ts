import { Injectable } from '@nestjs/common';

export interface Item {
  id: number;
  name: string;
}

/** Items in memory, in the order they came. */
@Injectable()
export class ItemsService {
  private readonly items = new Map<number, Item>();
  private nextId = 1;

  add(name: string): Item {
    const item = { id: this.nextId, name };
    this.nextId += 1;
    this.items.set(item.id, item);
    return item;
  }

  all(): Item[] {
    return [...this.items.values()];
  }

  get(id: number): Item | undefined {
    return this.items.get(id);
  }

  /** Whether there was such an item. */
  remove(id: number): boolean {
    return this.items.delete(id);
  }
}
