import { createHash, randomBytes } from 'node:crypto';
import type { AuthorizationRequest } from './authorization-request.ts';
import { FIRST_PEOPLE, type SandboxPerson } from './people.ts';
import { SigningKeys } from './signing-keys.ts';

const CODE_LIVES_MS = 60_000;

interface Grant {
  readonly person: SandboxPerson;
  readonly request: AuthorizationRequest;
  readonly expiresAtMs: number;
}

/** What the provider remembers: people, codes that are out, and tokens. It forgets all of it when it stops. */
export class ProviderBooks {
  readonly keys = new SigningKeys();
  readonly people = new Map<string, SandboxPerson>(FIRST_PEOPLE.map((person) => [person.sub, person]));
  /** Claims that the next ID token gets besides, or instead of its own: a provider that was taken over, or is wrong. */
  readonly lies: Record<string, unknown>[] = [];
  /** While it is set, every page and every answer is a 503. */
  isDown = false;
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Map<string, SandboxPerson>();

  constructor(private readonly now: () => number) {}

  grant(person: SandboxPerson, request: AuthorizationRequest): string {
    const code = randomBytes(24).toString('base64url');
    this.#grants.set(code, { person, request, expiresAtMs: this.now() + CODE_LIVES_MS });
    return code;
  }

  /** What a code stands for, once; null for anything that does not fit it. */
  redeem(code: string, redirectUri: string, verifier: string): Grant | null {
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    if (!grant || grant.expiresAtMs < this.now() || grant.request.redirectUri !== redirectUri) return null;
    return createHash('sha256').update(verifier).digest('base64url') === grant.request.codeChallenge ? grant : null;
  }

  issueAccessToken(person: SandboxPerson): string {
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, person);
    return token;
  }

  whoHas(token: string): SandboxPerson | undefined {
    return this.#tokens.get(token);
  }
}
