import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Money } from '../money/index.ts';
import { createDatabases, databaseUrl, dropDatabase } from './create-database.ts';
import { Database } from './database.ts';
import { BigIntType, Embedded, Entity, PrimaryKey, Property } from './mikro-orm.ts';
import { newId } from './uuid.ts';

@Entity({ tableName: 'thing' })
class Thing {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'string' })
  name!: string;

  @Embedded(() => Money)
  price!: Money;

  @Property({ type: new BigIntType('number') })
  count!: number;

  @Property({ type: 'json', nullable: true })
  tags!: string[] | null;

  @Property({ type: 'timestamptz', nullable: true })
  soldAt!: Date | null;

  @Property({ type: 'string', lazy: true })
  secret!: string;
}

const server = process.env.STOA_TEST_POSTGRES_URL!;
const name = `row_reader_${process.pid}`;
const step = {
  name: 'thing',
  sql: `create table thing (id uuid primary key, name text not null, price_amount_minor bigint not null, price_currency char(3) not null,
    count bigint not null, tags jsonb, sold_at timestamptz, secret text not null)`,
};
let database: Database;
const id = newId();
const soldAt = new Date('2026-02-03T04:05:06.789Z');

beforeAll(async () => {
  await createDatabases(server, [name]);
  database = await Database.open({ name: 'things', url: databaseUrl(server, name), entities: [Thing], steps: [step], poolSize: 2 });
  await database.migrate();
  await database.unitOfWork(async ({ em }) => {
    const price = Money.of({ amountMinor: 9_007_199_254_740_991, currency: 'USD' });
    em.persist(Object.assign(new Thing(), { id, name: 'lamp', price, count: 7, tags: ['a'], soldAt, secret: 'hush' }));
    em.persist(Object.assign(new Thing(), { id: newId(), name: 'book', price, count: 0, tags: null, soldAt: null, secret: 'hush' }));
  });
});

afterAll(async () => {
  await database.close();
  await dropDatabase(server, name);
});

test('a row comes as the entity would, without what is lazy', async () => {
  const price = { amountMinor: 9_007_199_254_740_991, currency: 'USD' };
  expect(await database.rows.by(Thing, 'id', [id])).toEqual([{ id, name: 'lamp', price, count: 7, tags: ['a'], soldAt }]);
  const entity = await database.reader().findOneOrFail(Thing, { id });
  expect(entity.soldAt).toEqual(soldAt);
  expect(entity.price.amountMinor).toBe(price.amountMinor);
});

test('rows come in order, nothing is asked for nothing, and null stays null', async () => {
  expect((await database.rows.by(Thing, 'name', ['lamp', 'book', 'none'], 'name')).map((thing) => thing.name)).toEqual(['book', 'lamp']);
  expect(await database.rows.by(Thing, 'id', [])).toEqual([]);
  expect((await database.rows.by(Thing, 'name', ['book']))[0]).toMatchObject({ soldAt: null, tags: null });
});

test('rows are inserted as the ORM would insert them', async () => {
  const given = [
    {
      id: newId(),
      name: 'vase',
      price: Money.of({ amountMinor: 12, currency: 'EUR' }),
      count: 3,
      tags: ['b', 'c'],
      soldAt,
      secret: 'hush',
    },
    {
      id: newId(),
      name: 'bowl',
      price: Money.of({ amountMinor: 34, currency: 'USD' }),
      count: 4,
      tags: null,
      soldAt: null,
      secret: 'hush',
    },
  ];
  await database.unitOfWork(({ sql }) => database.rows.insert(sql, Thing, given));
  const entities = await database.reader().find(Thing, { name: ['vase', 'bowl'] }, { orderBy: { name: 'desc' } });
  expect(entities.map((entity) => ({ ...entity, price: { ...entity.price } }))).toMatchObject(
    given.map(({ secret: _secret, price, ...rest }) => ({ ...rest, price: { ...price } })),
  );
  await database.query("delete from thing where name in ('vase', 'bowl')");
  await database.unitOfWork(({ sql }) => database.rows.insert(sql, Thing, []));
});

test('what has no column of its own cannot be asked by', async () => {
  await expect(database.rows.by(Thing, 'price', [1])).rejects.toThrow('no column for price');
});
