/** What others say of somebody's name: in parts, as a whole, or not at all. */
interface NameFacts {
  readonly given: string | null;
  readonly family: string | null;
  readonly whole: string | null;
  readonly email: string | null;
}

const MAX_LENGTH = 100;

/** A first name there always is, made of the address where nothing else is known; the last name may be empty. */
export function namesOf({ given, family, whole, email }: NameFacts): { firstName: string; lastName: string } {
  const [first = '', ...others] = (whole ?? '').trim().split(/\s+/);
  const firstName = given?.trim() || first || email?.split('@')[0] || 'New';
  const lastName = family?.trim() || (given ? '' : others.join(' '));
  return { firstName: firstName.slice(0, MAX_LENGTH), lastName: lastName.slice(0, MAX_LENGTH) };
}
