import type { Invocation } from '../verb.ts';
import { writeSchema } from '../write-schema.ts';

/** Writes `schema/` from the code, or tells what is not as the code says. */
export async function run({ flags }: Invocation): Promise<void> {
  const check = flags.check === true;
  const changed = await writeSchema(check);
  for (const path of changed) console.log(`${check ? 'differs' : 'written'}: schema/${path}`);
  if (check && changed.length > 0) throw new Error('schema/ is not what the code says; `npm run schema` writes it');
  if (changed.length === 0) console.log('schema/ is what the code says');
}
