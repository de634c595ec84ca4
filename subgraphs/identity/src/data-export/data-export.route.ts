import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { DataExport, DataExportPart } from './data-export.entity.ts';
import { isGiven } from './data-export.reader.ts';

const UNKEPT = { 'cache-control': 'private, no-store' };
const NONE: RouteResponse = { status: 404, headers: UNKEPT };

/** All that is held of somebody, for whoever was given its address. An address that is wrong or over is one of nothing. */
export const dataExportRoute = route('GET', '/data-exports/:id', async (context, { query }, id): Promise<RouteResponse> => {
  if (!(await isGiven(context, id, query))) return NONE;
  const [found] = await context.rows.by(DataExport, 'id', [id]);
  if (!found?.completedAt || found.expiresAt.getTime() <= Date.now()) return NONE;
  const parts = await context.rows.by(DataExportPart, 'exportId', [id], 'part');
  const domains: Record<string, Record<string, unknown[]>> = {};
  for (const { domain, rows } of parts) for (const { kind, row } of rows) ((domains[domain] ??= {})[kind] ??= []).push(row);
  const headers = { ...UNKEPT, 'content-type': 'application/json', 'content-disposition': 'attachment; filename="my-data.json"' };
  return { status: 200, headers, body: JSON.stringify({ exportedAt: found.completedAt, ...domains }, null, 2) };
});
