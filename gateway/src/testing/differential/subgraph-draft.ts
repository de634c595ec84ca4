/** One subgraph's schema while it is being made up. */
export class SubgraphDraft {
  readonly #types = new Map<string, { keyword: string; directives: string; interfaces: Set<string>; fields: Map<string, string> }>();
  readonly #others = new Map<string, string>();

  constructor(readonly name: string) {}

  has(type: string): boolean {
    return this.#types.has(type) || this.#others.has(type);
  }

  hasField(type: string, field: string): boolean {
    return this.#types.get(type)?.fields.has(field) ?? false;
  }

  /** Adds a type with its directives; what is known of it stays. */
  type(name: string, keyword = 'type', directives = ''): void {
    if (!this.#types.has(name)) this.#types.set(name, { keyword, directives, interfaces: new Set(), fields: new Map() });
  }

  /** Adds a directive to a type that is there. */
  directive(type: string, text: string): void {
    const known = this.#types.get(type)!;
    known.directives = `${known.directives} ${text}`.trim();
  }

  implement(type: string, name: string): void {
    this.#types.get(type)!.interfaces.add(name);
  }

  /** The objects of an interface or union. */
  membersOf(name: string): readonly string[] {
    const union = this.unionOf(name)?.split('=')[1];
    if (union !== undefined) return union.split('|').map((each) => each.trim());
    return [...this.#types].flatMap(([type, { interfaces }]) => (interfaces.has(name) ? [type] : []));
  }

  /** The declaration of a union. */
  unionOf(name: string): string | undefined {
    const text = this.#others.get(name);
    return text?.startsWith('union ') ? text : undefined;
  }

  /** A field that is known already stays as it is. */
  field(type: string, name: string, rest: string): void {
    const { fields } = this.#types.get(type)!;
    if (!fields.has(name)) fields.set(name, rest);
  }

  /** Lets others resolve a field too. */
  share(type: string, name: string): void {
    const { fields } = this.#types.get(type)!;
    const known = fields.get(name)!;
    if (!known.includes('@shareable')) fields.set(name, `${known} @shareable`);
  }

  /** Adds a directive, or nothing, to each object and each field that is this subgraph's own. */
  annotate(directiveFor: (node: { readonly isType: boolean; readonly isComputed: boolean }) => string): void {
    for (const type of this.#types.values()) {
      if (type.keyword !== 'type') continue;
      if (!type.directives.includes('@interfaceObject'))
        type.directives = `${type.directives} ${directiveFor({ isType: true, isComputed: false })}`.trim();
      for (const [name, rest] of type.fields) {
        if (rest.includes('@external')) continue;
        type.fields.set(name, `${rest} ${directiveFor({ isType: false, isComputed: /@requires|@fromContext/.test(rest) })}`.trimEnd());
      }
    }
  }

  /** An enum, union or input object, as it is written. */
  other(name: string, text: string): void {
    this.#others.set(name, text);
  }

  print(): string {
    const types = [...this.#types].map(([name, { keyword, directives, interfaces, fields }]) => {
      const implemented = interfaces.size > 0 ? ` implements ${[...interfaces].join(' & ')}` : '';
      const body = [...fields].map(([field, rest]) => `  ${field}${rest}`).join('\n');
      return `${keyword} ${name}${implemented}${directives && ` ${directives}`} {\n${body}\n}`;
    });
    return [LINK, ...this.#others.values(), ...types].join('\n');
  }
}

const DIRECTIVES = [
  'key',
  'shareable',
  'requires',
  'external',
  'provides',
  'override',
  'interfaceObject',
  'context',
  'fromContext',
  'inaccessible',
  'authenticated',
  'requiresScopes',
  'policy',
];
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: [${DIRECTIVES.map((name) => `"@${name}"`).join(', ')}])`;
