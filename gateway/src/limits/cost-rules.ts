import { costIdentity, type Supergraph } from '@apollo/federation-internals';
import { type ConstValueNode, Kind, parse } from 'graphql';
import { coordinated } from '../plan/coordinates.ts';

/** How many items of a list an operation is taken to ask for, as `@listSize` says it. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Arguments that ask for a number of items; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Fields of the answer that are the list, where the field itself is something around it. */
  readonly sizedFields: readonly string[];
}

/** What `@cost` and `@listSize` say, by coordinate: `Product`, `Query.products`, `Query.products(first:)`. */
export interface CostRules {
  readonly weights: ReadonlyMap<string, number>;
  readonly sizes: ReadonlyMap<string, ListSize>;
}

/** Reads the costs that composition carried into the supergraph, under whatever names it did so. */
export function readCostRules(supergraphSdl: string, { schema }: Supergraph): CostRules {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const feature = schema.coreFeatures?.getByIdentity(costIdentity);
  if (!feature) return { weights, sizes };
  const costName = feature.directiveNameInSchema('cost');
  const sizeName = feature.directiveNameInSchema('listSize');
  for (const { coordinate, directives = [] } of coordinated(parse(supergraphSdl, { noLocation: true }))) {
    for (const directive of directives) {
      const value = (name: string): ConstValueNode | undefined =>
        directive.arguments?.find((argument) => argument.name.value === name)?.value;
      if (directive.name.value === costName) weights.set(coordinate, numberOf(value('weight')) ?? 0);
      if (directive.name.value === sizeName)
        sizes.set(coordinate, {
          assumedSize: numberOf(value('assumedSize')),
          slicingArguments: namesOf(value('slicingArguments')),
          sizedFields: namesOf(value('sizedFields')),
        });
    }
  }
  return { weights, sizes };
}

/** The specification writes weights as texts, Apollo's directive as numbers. */
const numberOf = (node: ConstValueNode | undefined): number | undefined => (node && 'value' in node ? Number(node.value) : undefined);

const namesOf = (node: ConstValueNode | undefined): string[] =>
  node?.kind === Kind.LIST ? node.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])) : [];
