import { inDatabase } from '../reach-database.ts';
import type { Invocation } from '../verb.ts';

/** Has payments ask its providers now for what no webhook told, instead of at night. */
export async function run({ configuration }: Invocation): Promise<void> {
  await inDatabase('payments', configuration, async (database) => {
    const sweeps = await database.query<{ provider: string; sweptUntil: string }>(
      `with due as (update provider_sweep set next_sweep_at = now() returning provider, swept_until)
       select provider, to_char(swept_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "sweptUntil" from due order by provider`,
    );
    for (const { provider, sweptUntil } of sweeps)
      console.log(`${provider}: swept until ${sweptUntil}; is asked again within a minute, where it is offered`);
  });
}
