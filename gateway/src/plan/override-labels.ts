import { type DirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';
import type { Caller } from '../authorize/requirement.ts';

/** Whether `@override(label:)` holds for this caller's request; undefined leaves it to chance for `percent(…)`, and is no otherwise. */
export type DecideOverride = (label: string, caller: Caller) => boolean | undefined;

/** Those labels of one request that hold: the subgraph that overrides gives the field, and not the one that is overridden. */
export type Overrides = ReadonlySet<string>;

/** The labels of `@override` in a supergraph, by the fields whose subgraph they decide. */
export class OverrideLabels {
  readonly #byField = new Map<string, Set<string>>();
  /** Of fields that may be asked for though no client asks for them: parts of keys, and inputs of others. */
  readonly #always = new Set<string>();

  constructor(supergraphSdl: string) {
    const document = parse(supergraphSdl, { noLocation: true });
    const needed = new Set<string>();
    visit(document, {
      FieldDefinition: ({ name, directives }) => {
        for (const label of (directives ?? []).map((each) => text(each, 'overrideLabel')).filter((each) => each !== undefined))
          this.#byField.set(name.value, (this.#byField.get(name.value) ?? new Set()).add(label));
      },
      Directive: (node) => {
        for (const name of ['key', 'requires']) for (const [field] of text(node, name)?.matchAll(/\w+/g) ?? []) needed.add(field);
      },
      ObjectField: ({ name, value }) => {
        if (name.value === 'selection' && value.kind === Kind.STRING) for (const [field] of value.value.matchAll(/\w+/g)) needed.add(field);
      },
    });
    for (const field of needed) for (const label of this.#byField.get(field) ?? []) this.#always.add(label);
  }

  /** The labels on which the plan of an operation may depend. */
  touchedBy(document: DocumentNode): readonly string[] {
    if (this.#byField.size === 0) return [];
    const found = new Set(this.#always);
    visit(document, {
      Field: ({ name }) => {
        for (const label of this.#byField.get(name.value) ?? []) found.add(label);
      },
    });
    return [...found].sort();
  }
}

function text({ arguments: given }: DirectiveNode, name: string): string | undefined {
  const value = given?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** Decides the labels for one request. */
export function decideOverrides(labels: readonly string[], caller: Caller, decide: DecideOverride | undefined): Overrides {
  return new Set(labels.filter((label) => decide?.(label, caller) ?? Math.random() * 100 < percentageOf(label)));
}

function percentageOf(label: string): number {
  return Number(/^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1] ?? 0);
}
