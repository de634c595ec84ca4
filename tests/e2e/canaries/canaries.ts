/** What may be found nowhere but where it belongs, each in a form that nothing else has. */
export const PLANTED = {
  password: 'Canary-pass-7Qx9Lm2Z',
  token: 'canarytoken-4Jw8Rt6Yv1Kp',
  card: '4000 0025 0000 3155',
  email: 'canary.3fh7@nests.example',
} as const;

export type Canary = keyof typeof PLANTED;

/** Shorter ones may be found by chance. */
const SHORTEST = 16;

/** What was planted, and what the house has given out in confidence since: tokens, keys, links' secrets. */
export class Canaries {
  readonly #names = new Map<string, string>(Object.entries(PLANTED).map(([name, secret]) => [secret, name]));

  constructor() {
    this.#names.set(PLANTED.card.replaceAll(' ', ''), 'card');
    this.#names.set(encodeURIComponent(PLANTED.email), 'email');
  }

  heard(name: string, secret: string): void {
    if (secret.length >= SHORTEST) this.#names.set(secret, name);
  }

  /** What there is to be found, by name. */
  get names(): Set<string> {
    return new Set(this.#names.values());
  }

  /** The names of those that a text holds. */
  in(text: string): string[] {
    return [...this.#names].filter(([secret]) => text.includes(secret)).map(([, name]) => name);
  }
}
