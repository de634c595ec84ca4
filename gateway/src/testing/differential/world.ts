import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
} from 'graphql';
import { hash } from './random.ts';

interface Thing extends Record<string, unknown> {
  readonly __typename: string;
}

/** In this world the id of a medium tells what it is, so that subgraphs agree without asking each other. */
const mediumOf = (id: string): string => (Number(id) % 2 === 0 ? 'Film' : 'Book');
const MEDIA = new Set(['Media', 'Book', 'Film']);

/** Every key leads back to the id. */
function idOf(thing: Thing): string {
  if (typeof thing['id'] === 'string') return thing['id'];
  if (typeof thing['sku'] === 'string') return thing['sku'].replace('sku-', '');
  const shelf = thing['shelf'] as Thing | undefined;
  if (shelf) return `${idOf(shelf)}-${String(thing['row'])}`;
  if (typeof thing['code'] === 'string') return `${thing['code']}${String(thing['region'])}`;
  throw new Error(`no key in ${JSON.stringify(thing)}`);
}

const KEY_FIELDS: Readonly<Record<string, (id: string) => unknown>> = {
  id: (id) => id,
  sku: (id) => `sku-${id}`,
  'Slot.shelf': (id) => ({ __typename: 'Shelf', id: id.split('-')[0] }),
  'Slot.row': (id) => Number(id.split('-')[1]),
  'Depot.code': (id) => id[0],
  'Depot.region': (id) => id[1],
};

/** Fields that a subgraph computes from others; here from what the gateway sent, or from the world itself. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  'Book.shippingCost': ['weight', 'size'],
  'Film.shippingCost': ['weight'],
  'Shelf.capacityLeft': ['capacity'],
  'Book.importTax': ['price'],
};

/** Resolves any field of any part of the graph: the value depends on the object, the field and its arguments alone. */
export const resolveField: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, _context, info) => {
  const { fieldName, parentType, schema, returnType } = info;
  const thing: Thing = source ?? { __typename: parentType.name, id: 'root' };
  const id = idOf(thing);
  // An interface's field means the same for each of its objects, and some subgraphs know only the interface.
  const typeName = MEDIA.has(parentType.name) ? 'Media' : parentType.name;
  const keyField = KEY_FIELDS[`${parentType.name}.${fieldName}`] ?? KEY_FIELDS[fieldName];
  if (keyField && source) return keyField(id);
  const inputs = COMPUTED[`${parentType.name}.${fieldName}`];
  if (inputs) return hash(inputs.map((input) => JSON.stringify(inputOf(thing, id, input))).join('|')) % 1000;
  const seed = `${typeName}/${id}/${fieldName}/${JSON.stringify(args)}`;
  if (isFailing(seed, fieldName, returnType)) throw new GraphQLError(`failed ${seed}`, { extensions: { code: 'WORLD' } });
  return makeValue(returnType, seed, schema, fieldName);
};

export const resolveType: GraphQLTypeResolver<Thing, unknown> = (source) =>
  source.__typename === 'Media' ? mediumOf(idOf(source)) : source.__typename;

/** What the input `price(range: { max: 5 }) { amount }` is, or the error with which it cannot be had. */
function priceOf(id: string): unknown {
  const seed = `Media/${id}/price/{"range":{"min":1,"max":5}}`;
  if (hash(`fails/${seed}`) % 100 < 6) throw new GraphQLError(`failed ${seed}`, { extensions: { code: 'WORLD' } });
  return hash(`null/${seed}`) % 10 === 0 ? null : { amount: hash(`Money/${seed}/amount/{}`) % 100 };
}

export const mediumByReference = ({ id }: { id: string }): Thing => ({ __typename: mediumOf(id), id });

function inputOf(thing: Thing, id: string, input: string): unknown {
  const given = thing[input];
  if (given !== undefined) return given;
  if (input === 'size')
    return { width: hash(`Size/Media/${id}/size/{}/width/{}`) % 100, height: hash(`Size/Media/${id}/size/{}/height/{}`) % 100 };
  if (input === 'price') return priceOf(id);
  return input === 'weight' ? hash(`Media/${id}/weight/{}`) % 100 : hash(`Shelf/${id}/${input}/{}`) % 100;
}

function isFailing(seed: string, fieldName: string, type: GraphQLOutputType): boolean {
  const dice = hash(`fails/${seed}`) % 100;
  return isNonNullType(type) ? fieldName.startsWith('fragile') && dice < 25 : dice < 6;
}

function makeValue(type: GraphQLOutputType, seed: string, schema: GraphQLSchema, fieldName: string): unknown {
  if (!isNonNullType(type) && hash(`null/${seed}`) % 10 === 0) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.from({ length: hash(`length/${seed}`) % 4 }, (_, index) =>
      makeValue(nullable.ofType, `${seed}/${index}`, schema, fieldName),
    );
  }
  const named = getNamedType(nullable);
  if (isEnumType(named)) {
    // Each part of the graph knows the same values, though perhaps in another order.
    const names = named
      .getValues()
      .map(({ value }) => String(value))
      .sort();
    return names[hash(seed) % names.length];
  }
  if (named.name === 'Int') return hash(seed) % 100;
  if (named.name === 'Float') return (hash(seed) % 100) / 4;
  if (named.name === 'Boolean') return hash(seed) % 2 === 0;
  if (named.name === 'String' || named.name === 'ID') return `${fieldName} ${hash(seed) % 1000}`;
  return thingOf(named.name, seed, schema);
}

function thingOf(typeName: string, seed: string, schema: GraphQLSchema): Thing {
  const dice = hash(`thing/${seed}`);
  const small = dice % 6;
  switch (typeName) {
    case 'Media':
      return { __typename: mediaName(schema, String(small)), id: String(small) };
    case 'Book':
      return { __typename: 'Book', id: String(2 * (dice % 3) + 1) };
    case 'Film':
      return { __typename: 'Film', id: String(2 * (dice % 3)) };
    case 'Slot':
      return { __typename: 'Slot', id: `${small}-${dice % 2}` };
    case 'Depot':
      return { __typename: 'Depot', id: `${'abc'[dice % 3]}${'xy'[dice % 2]}` };
    case 'Found':
      return thingOf(['Media', 'Person', 'Shelf'][dice % 3]!, `${seed}/found`, schema);
    case 'Size':
      return { __typename: 'Size', id: seed };
    case 'Money':
      return { __typename: 'Money', id: seed };
    default:
      return { __typename: typeName, id: String(small) };
  }
}

/** A subgraph with `@interfaceObject` has no objects behind the interface's name. */
const mediaName = (schema: GraphQLSchema, id: string): string => (isInterfaceType(schema.getType('Media')) ? mediumOf(id) : 'Media');
