import type { IncomingHttpHeaders } from 'node:http';
import { isOurs } from './header-names.ts';
import type { CheckedRules, PropagateRule, RequestHeaderRule } from './header-rules.ts';

export type Headers = Readonly<Record<string, string>>;
type ResponseHeaders = Readonly<Record<string, string | string[]>>;

const concerns = (names: readonly string[] | undefined, service: string): boolean => names === undefined || names.includes(service);

/** The headers of one client's request that its subgraphs are sent, and of theirs that it is sent. */
export class ForwardedHeaders {
  readonly #rules: CheckedRules;
  readonly #given: Headers;
  readonly #byService = new Map<string, Headers>();
  readonly #received: Record<string, string | string[]> = {};
  /** Two requests of the same text are alike to every subgraph. */
  readonly key: string;

  constructor(rules: CheckedRules, headers: IncomingHttpHeaders) {
    this.#rules = rules;
    this.#given = wantedOf(rules.request, headers);
    this.key = JSON.stringify(this.#given);
  }

  /** Whether subgraphs are sent anything of the client's, so that an answer may be for nobody else. */
  get isPersonal(): boolean {
    return this.key !== '{}';
  }

  get wantsAnswers(): boolean {
    return this.#rules.response.length > 0;
  }

  /** What a subgraph is sent. */
  to(service: string): Headers {
    let headers = this.#byService.get(service);
    if (!headers) this.#byService.set(service, (headers = this.#make(service)));
    return headers;
  }

  /** Takes what a subgraph has sent. */
  received(service: string, headers: ResponseHeaders): void {
    for (const { propagate, as, from } of this.#rules.response) {
      const value = headers[propagate];
      if (value !== undefined && concerns(from, service)) this.#received[as ?? propagate] = value;
    }
  }

  /** What the client is sent. */
  get answer(): ResponseHeaders {
    return this.#received;
  }

  #make(service: string): Headers {
    const made: Record<string, string> = {};
    for (const rule of this.#rules.request.filter(({ to }) => concerns(to, service))) {
      if ('set' in rule) made[rule.set] = rule.value;
      else if ('remove' in rule) for (const name of matching(rule.remove, made)) delete made[name];
      else Object.assign(made, propagated(rule, this.#given));
    }
    return made;
  }
}

/** What the client sent of all that some rule names. */
function wantedOf(rules: readonly RequestHeaderRule[], headers: IncomingHttpHeaders): Headers {
  const wanted: Record<string, string> = {};
  for (const rule of rules) {
    if (!('propagate' in rule)) continue;
    for (const name of matching(rule.propagate, headers)) wanted[name] = String(headers[name]);
  }
  return wanted;
}

function propagated({ propagate, as, otherwise }: PropagateRule, given: Headers): Headers {
  const names = matching(propagate, given);
  if (names.length === 0) return otherwise === undefined ? {} : { [as ?? propagate]: otherwise };
  return Object.fromEntries(names.map((name) => [as ?? name, given[name]!]));
}

/** What only the gateway may say stays behind also where a rule names it by its beginning. */
function matching(pattern: string, headers: Readonly<Record<string, unknown>>): string[] {
  if (!pattern.endsWith('*')) return headers[pattern] === undefined ? [] : [pattern];
  return Object.keys(headers).filter((name) => name.startsWith(pattern.slice(0, -1)) && !isOurs(name));
}
