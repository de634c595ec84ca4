import type { Shop } from '../support/shop.ts';

/** Those of the kit, without which nothing would come as far as a write of its own. */
const KITS = `'^(outbox|inbox|dead_letter|relay|consumer|event|stream|applied_step|used_nonce|idempotency_key|job_lease)'`;

/** From now on no domain can write a row, and its database says of each what stands in it. */
export async function refuseWrites(shop: Shop): Promise<void> {
  for (const domain of shop.platform.domains.keys())
    await shop.sql(
      domain,
      `do $$ declare name text; begin
         for name in select relname from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace and relname !~ ${KITS}
         loop execute format('alter table %I add constraint refuses_all check (false) not valid', name); end loop;
       end $$`,
    );
}
