const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

type Part = Record<string, unknown>;
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);
const isIri = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);

/** What is wrong with a statement by xAPI 1.0.3, as far as any is checked here; null where nothing is. */
export function faultOf(statement: unknown): string | null {
  if (!isPart(statement)) return 'a statement is an object';
  const { id, actor, verb, object, result, context, timestamp } = statement;
  if (typeof id !== 'string' || !UUID.test(id)) return `${String(id)} is no UUID`;
  const account = isPart(actor) ? actor.account : undefined;
  if (!isPart(account) || !isIri(account.homePage) || typeof account.name !== 'string') return 'the actor has no account';
  if (!isPart(verb) || !isIri(verb.id)) return 'the verb has no IRI';
  if (!isPart(object) || !isIri(object.id)) return 'the object has no IRI';
  if (result !== undefined && !isPart(result)) return 'the result is no object';
  if (context !== undefined && (!isPart(context) || !UUID.test(String(context.registration)))) return 'the registration is no UUID';
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return 'the timestamp is no ISO 8601';
  return null;
}
