import { HeaderRefused, mayComeBack, mayTravel } from './header-names.ts';

/** A client's header, `x-shop-*` for all that begin so, under another name where `as` says one; `otherwise` where the client sends none. */
export interface PropagateRule {
  readonly propagate: string;
  readonly as?: string;
  readonly otherwise?: string;
  readonly to?: readonly string[];
}

/** What becomes of a header on its way to subgraphs. `to` names subgraphs; without it, all of them. Rules are followed in their order. */
export type RequestHeaderRule =
  | PropagateRule
  | { readonly set: string; readonly value: string; readonly to?: readonly string[] }
  /** What an earlier rule has put there. */
  | { readonly remove: string; readonly to?: readonly string[] };

/** A subgraph's header that comes back to the client. Of several subgraphs that send it, the last one to answer is heard. */
export interface ResponseHeaderRule {
  readonly propagate: string;
  readonly as?: string;
  readonly from?: readonly string[];
}

/** Without rules no header of a client reaches a subgraph, and none comes back. */
export interface HeaderRules {
  readonly request?: readonly RequestHeaderRule[];
  readonly response?: readonly ResponseHeaderRule[];
}

/** Rules that were found good. */
export interface CheckedRules {
  readonly request: readonly RequestHeaderRule[];
  readonly response: readonly ResponseHeaderRule[];
}

const SHAPES: readonly (readonly string[])[] = [
  ['propagate', 'as', 'otherwise', 'to'],
  ['set', 'value', 'to'],
  ['remove', 'to'],
];
const RESPONSE_SHAPE = ['propagate', 'as', 'from'];

/** Checks rules as they come from a file. Throws an Error that names the first wrong one. */
export function checkHeaderRules(given: unknown, subgraphs: readonly string[]): CheckedRules {
  if (typeof given !== 'object' || given === null) throw new HeaderRefused('header rules must be an object with `request` and `response`');
  const { request = [], response = [], ...rest } = given as Record<string, unknown>;
  const [stranger] = Object.keys(rest);
  if (stranger !== undefined) throw new HeaderRefused(`header rules have no ${stranger}`);
  if (!Array.isArray(request) || !Array.isArray(response)) throw new HeaderRefused('header rules must be lists');
  for (const [index, rule] of request.entries()) at(`request rule ${index + 1}`, () => checkRequestRule(rule, subgraphs));
  for (const [index, rule] of response.entries()) at(`response rule ${index + 1}`, () => checkResponseRule(rule, subgraphs));
  return { request: request.map(inSmallLetters) as never, response: response.map(inSmallLetters) as never };
}

function at(place: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new HeaderRefused(`${place}: ${(error as Error).message}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function checkRequestRule(rule: Fields, subgraphs: readonly string[]): void {
  const shape = SHAPES.find(([first]) => first! in rule);
  if (!shape) throw new Error('says neither propagate nor set nor remove');
  checkShape(rule, shape);
  const [kind] = shape as [string];
  mayTravel(rule[kind], kind !== 'set');
  if (rule['as'] !== undefined) mayTravel(rule['as'], false);
  if (rule['as'] !== undefined && String(rule[kind]).endsWith('*')) throw new Error('many headers cannot have one name');
  for (const value of [rule['value'], rule['otherwise']]) if (value !== undefined) checkValue(value);
  if (kind === 'set' && rule['value'] === undefined) throw new Error('says no value');
  checkNames(rule['to'], subgraphs);
}

function checkResponseRule(rule: Fields, subgraphs: readonly string[]): void {
  checkShape(rule, RESPONSE_SHAPE);
  mayComeBack(rule['propagate']);
  if (rule['as'] !== undefined) mayComeBack(rule['as']);
  checkNames(rule['from'], subgraphs);
}

function checkShape(rule: Fields, shape: readonly string[]): void {
  const stranger = Object.keys(rule).find((name) => !shape.includes(name));
  if (stranger !== undefined) throw new Error(`has no ${stranger}, only ${shape.join(', ')}`);
}

function checkValue(value: unknown): void {
  if (typeof value !== 'string' || !/^[\t\x20-\x7e]*$/.test(value)) throw new Error('a value must be a line of ASCII');
}

function checkNames(names: unknown, subgraphs: readonly string[]): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) throw new Error('subgraphs must be a list');
  const unknown = names.find((name) => !subgraphs.includes(name as string));
  if (unknown !== undefined) throw new Error(`there is no subgraph ${unknown}`);
}

function inSmallLetters(rule: Fields): Fields {
  const small = ['propagate', 'set', 'remove', 'as'].flatMap((name) =>
    rule[name] === undefined ? [] : [[name, String(rule[name]).toLowerCase()]],
  );
  return { ...rule, ...Object.fromEntries(small) };
}
