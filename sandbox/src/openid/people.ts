/** Somebody with an account at the provider. */
export interface SandboxPerson {
  /** By which the provider tells them from all others. */
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly name?: string;
}

/** Who is there from the start: one whose address is verified, and one whose is not. */
export const FIRST_PEOPLE: readonly SandboxPerson[] = [
  { sub: 'person-1', email: 'ada.lovelace@example.com', email_verified: true, given_name: 'Ada', family_name: 'Lovelace' },
  { sub: 'person-2', email: 'grace.hopper@example.com', email_verified: false, given_name: 'Grace', family_name: 'Hopper' },
];

/** Reads a person that a test adds, or says in a sentence what is wrong. */
export function readPerson(given: Record<string, unknown>): SandboxPerson | string {
  const { sub, email, email_verified: isVerified, given_name: first, family_name: last, name, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown) return `A person has no '${unknown}'.`;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return "'sub' is a text of at most 255 characters.";
  for (const text of [email, first, last, name])
    if (text !== undefined && typeof text !== 'string') return 'Names and addresses are texts.';
  if (isVerified !== undefined && typeof isVerified !== 'boolean') return "'email_verified' is true or false.";
  return given as unknown as SandboxPerson;
}
