import type { GraphQLInputType } from 'graphql';
import { getNamedType, isInputObjectType, isListType, isNonNullType, isScalarType } from 'graphql';
import type { Viewer } from '../../auth/index.ts';
import type { Access } from '../../policy/index.ts';
import { exampleOperation, rootField, rootFields } from '../example/example-operation.ts';
import { changedTables } from '../table-state.ts';
import { aBuyer, anAdmin, aSeller } from '../viewers.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe, Subject } from './probe.ts';

const cursorOf = (...values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** What people, their scripts and their enemies send, by scalar. */
const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  String: ['', ' ', '\u0000', 'a\u0000b', 'x'.repeat(1_000_000), "'; drop table x; --", '%', '\\', '🙂\ud800'],
  ID: ['', '1', '\u0000', 'x'.repeat(1_000_000), '00000000-0000-0000-0000-000000000000', "' or 1 = 1 --"],
  Int: [0, -1, 2_147_483_647, -2_147_483_648],
  SafeInt: [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
};

/** Cursors that look like ours, and hold what no row was ever sorted by. */
const CURSORS = [
  'garbage',
  cursorOf(),
  cursorOf('x'),
  cursorOf('x', 'y'),
  cursorOf('x', 'y', 'z'),
  cursorOf('\u0000', '\u0000'),
  cursorOf(1, null),
  cursorOf('9'.repeat(400), '9'),
];

/** Puts bad values into every argument and input field. */
export const inputProbe: Probe = {
  name: 'bad input is refused with a clear code, and nothing is written',
  async faults(subject) {
    const faults: string[] = [];
    for (const path of rootFields(subject.schema)) faults.push(...(await probeField(subject, path)));
    return faults;
  },
};

interface Attempt {
  readonly place: string;
  readonly value: unknown;
}

async function probeField(subject: Subject, path: string): Promise<string[]> {
  const attempts = rootField(subject.schema, path).args.flatMap((argument) =>
    places(argument.type, `${path}(${argument.name}`, []).flatMap(({ place, values }) =>
      [...values, ...(argument.name === 'after' ? CURSORS : [])].map((value): Attempt => ({ place, value })),
    ),
  );
  const faults: string[] = [];
  const refused: Attempt[] = [];
  for (const attempt of attempts) {
    const codes = await send(subject, path, attempt);
    if (codes.has('INTERNAL_SERVER_ERROR')) faults.push(`${attempt.place} with ${shown(attempt.value)} failed unforeseen`);
    if (codes.has('BAD_USER_INPUT')) refused.push(attempt);
  }
  // All that was refused is sent once more in a row, since hashing the tables for each would take most of the time.
  const before = await subject.subgraph.state();
  for (const attempt of refused) await send(subject, path, attempt);
  const written = changedTables(before, await subject.subgraph.state());
  if (written.length > 0) faults.push(`${path} refused bad input and wrote to ${written.join(', ')}`);
  return faults;
}

/** Somebody whom the policy lets through, so that it is the input that is looked at. */
function admitted(access: Access): Viewer {
  if (access === 'sellers') return aSeller();
  return access === 'everyone' || access === 'guests' || access === 'authenticated' ? aBuyer() : anAdmin();
}

interface Place {
  readonly place: string;
  readonly values: readonly unknown[];
}

function places(type: GraphQLInputType, open: string, within: readonly string[]): Place[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    if (within.includes(named.name)) return [];
    return Object.values(named.getFields()).flatMap((field) => places(field.type, `${open}.${field.name}`, [...within, named.name]));
  }
  const values = isScalarType(named) ? (HOSTILE[named.name] ?? []) : [];
  const listed = isListType(isNonNullType(type) ? type.ofType : type);
  return [{ place: `${open})`, values: listed ? [[], ...values.map((value) => [value]), Array(10_000).fill(values[0])] : values }];
}

/** The codes of what is answered, as somebody whom the policy lets through. */
async function send({ subgraph, schema, options, manifest }: Subject, path: string, { place, value }: Attempt): Promise<Set<unknown>> {
  const access = manifest.policies.map((policy) => policy.operations?.[path]).find((found) => found !== undefined);
  const { query, variables } = exampleOperation(schema, path, { ...options.examples, [place]: value });
  const result = await outcomeOf(subgraph, admitted(access ?? 'everyone'), query, variables);
  return new Set(result.errors?.map((error) => error.extensions?.code));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
}
