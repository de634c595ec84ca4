/** Records of one kind by id, in the order in which they were first put there. */
export class Shelf<Item extends { id: string }> {
  readonly #items: Item[] = [];
  readonly #places = new Map<string, number>();

  get(id: string): Item | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#items[place];
  }

  /** Puts a new record, or the new version of a known one in its old place. */
  put(item: Item): void {
    const place = this.#places.get(item.id);
    if (place === undefined) this.#places.set(item.id, this.#items.push(item) - 1);
    else this.#items[place] = item;
  }

  place(id: string): number | undefined {
    return this.#places.get(id);
  }

  at(place: number): Item | undefined {
    return this.#items[place];
  }

  get size(): number {
    return this.#items.length;
  }

  all(): readonly Item[] {
    return this.#items;
  }
}
