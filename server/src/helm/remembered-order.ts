/** Sorts lists of named things that mostly have the names of the time before, and remembers how these are sorted. */
export class RememberedOrder {
  readonly #compare: (a: string, b: string) => number;
  #names: readonly string[] = [];
  #order: readonly number[] = [];

  constructor(compare: (a: string, b: string) => number) {
    this.#compare = compare;
  }

  sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
    const names = this.#names;
    if (items.length !== names.length || items.some(({ name }, index) => name !== names[index])) this.#sort(items.map(({ name }) => name));
    return this.#order.flatMap(index => items[index] ?? []);
  }

  #sort(names: readonly string[]): void {
    this.#names = names;
    this.#order = names
      .map((name, index) => ({ name, index }))
      .sort((a, b) => this.#compare(a.name, b.name))
      .map(({ index }) => index);
  }
}
