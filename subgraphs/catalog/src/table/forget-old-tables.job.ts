import { job, minutes } from '@stoa/kit/jobs';

/** What became of tables is looked up for a while; their files are gone long before. */
export const forgetOldTables = job('catalog.forgetOldTables', minutes(60), async ({ sql }) => {
  await sql.query(
    `with gone as (delete from product_import where ended_at < now() - interval '90 days' returning id)
     delete from product_import_error where import_id in (select id from gone)`,
  );
  await sql.query(`delete from product_export where ended_at < now() - interval '90 days'`);
});
