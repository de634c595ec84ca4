import { type Connection, isEntityId, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Shipment } from './shipment.entity.ts';
import type { ShipmentStatus } from './shipment.machine.ts';

interface Wanted {
  readonly sellerId: string;
  readonly status?: ShipmentStatus | undefined;
  readonly provisional?: boolean | undefined;
}

/** A seller's parcels: first what is paid and waits for them, then the rest, the newest first. */
export async function sellerShipments({ sql, rows }: DomainContext, wanted: Wanted, args: PageArgs): Promise<Connection<Shipment>> {
  const page = readPage(args, 2, ([waiting, id]) => /^[01]$/.test(waiting!) && isEntityId(id));
  const waiting = `(case when status = 'PENDING' and not provisional then 1 else 0 end)`;
  const conditions = '(seller_id = $1) and ($2::text is null or status = $2) and ($3::boolean is null or provisional = $3)';
  const parameters = [wanted.sellerId, wanted.status ?? null, wanted.provisional ?? null];
  const found = await sql.query<{ waiting: number }>(
    `select ${rows.columnsOf(Shipment, 'shipment')}, ${waiting} as waiting from shipment where ${conditions} and ($4::int is null or (${waiting}, id) < ($4, $5::uuid))
     order by ${waiting} desc, id desc limit $6`,
    [...parameters, page.after?.[0] ?? null, page.after?.[1] ?? null, page.first + 1],
  );
  const shipments = rows.toObjects(Shipment, found);
  const waitingOf = new Map(shipments.map((shipment, index) => [shipment, found[index]!.waiting]));
  return toConnection(
    shipments,
    page,
    (row) => [String(waitingOf.get(row)), row.id],
    async () => {
      const [counted] = await sql.query<{ count: string }>(`select count(*) as count from shipment where ${conditions}`, parameters);
      return Number(counted!.count);
    },
  );
}
