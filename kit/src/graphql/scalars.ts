import { GraphQLScalarType, Kind } from 'graphql';
import { GraphQLCountryCode, GraphQLDateTimeISO, GraphQLSafeInt } from 'graphql-scalars';

/** ISO 8601 instants in UTC. */
export const DateTime = new GraphQLScalarType({ ...GraphQLDateTimeISO.toConfig(), name: 'DateTime', specifiedByURL: null });

/** Integers up to 2^53 - 1, where GraphQL's Int stops at 2^31 - 1. */
export const SafeInt = new GraphQLScalarType({ ...GraphQLSafeInt.toConfig(), name: 'SafeInt', specifiedByURL: null });

/** ISO 3166 alpha-2. */
export const CountryCode = new GraphQLScalarType({ ...GraphQLCountryCode.toConfig(), name: 'CountryCode', specifiedByURL: null });

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));

function currencyOf(value: unknown): string {
  if (typeof value === 'string' && knownCurrencies.has(value)) return value;
  throw new TypeError(`${JSON.stringify(value)} is not an ISO 4217 currency code`);
}

/** ISO 4217, as far as this runtime's Unicode data knows it. */
export const CurrencyCode = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  description: 'ISO 4217 currency code',
  serialize: currencyOf,
  parseValue: currencyOf,
  parseLiteral: (node) => currencyOf(node.kind === Kind.STRING ? node.value : undefined),
});
