import type { Invocation } from '../verb.ts';
import { writeSchema } from '../write-schema.ts';

/** Writes what is made from code, `schema/` and the made pages, or tells what is not as the code says. */
export async function run({ flags }: Invocation): Promise<void> {
  const check = flags.check === true;
  const changed = await writeSchema(check);
  for (const path of changed) console.log(`${check ? 'differs' : 'written'}: ${path}`);
  if (check && changed.length > 0) throw new Error('what is made from code is not what the code says; `npm run schema` writes it');
  if (changed.length === 0) console.log('everything made from code is what the code says');
}
