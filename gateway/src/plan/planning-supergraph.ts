import {
  buildSchemaFromAST,
  FederationBlueprint,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Subgraph,
  Subgraphs,
  Supergraph,
} from '@apollo/federation-internals';
import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql';
import { type PlannedSubgraph, separateComputed } from './computed-parts.ts';
import { nameInputs } from './named-inputs.ts';
import { PlanTranslation } from './translate-plan.ts';

/** A supergraph in the shape in which the planner makes right plans of it. */
export interface PlanningSupergraph {
  readonly supergraph: Supergraph;
  readonly subgraphs: ReadonlyMap<string, PlannedSubgraph>;
  readonly translation: PlanTranslation;
}

/** Makes the planner's supergraph of one that has been read. */
export function planningSupergraph(supergraphSdl: string, original: Supergraph): PlanningSupergraph {
  const document = parse(supergraphSdl, { noLocation: true });
  const documents = new Map<string, DocumentNode>();
  for (const subgraph of original.subgraphs()) documents.set(subgraph.name, parse(subgraph.toString(), { noLocation: true }));
  const named = nameInputs(documents, document);
  const subgraphs = separateComputed(named);
  const translation = new PlanTranslation(subgraphs, named.names);
  if (subgraphs.size === documents.size) return { supergraph: original, subgraphs, translation };
  const supergraph = Supergraph.build(named.supergraph, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const parts = new Subgraphs();
  for (const [name, part] of subgraphs) parts.add(buildPart(name, original.subgraphs().get(part.service)!.url, part.document));
  // What the planner goes by are the subgraphs; it would read them from the supergraph's directives.
  supergraph.subgraphs = () => parts;
  return { supergraph, subgraphs, translation };
}

/** Not validated: parts hold declarations that nothing of them uses. */
function buildPart(name: string, url: string, document: DocumentNode): Subgraph {
  const schema = buildSchemaFromAST(withKnownRoots(document), { blueprint: new FederationBlueprint(false), validate: false });
  return new Subgraph(name, url, schema).assumeValid();
}

/** A subgraph whose only root fields are federation's own has none left when it is printed. */
function withKnownRoots(document: DocumentNode): DocumentNode {
  const known = new Set(document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])));
  const definitions = document.definitions.map((node): DefinitionNode => {
    if (node.kind !== Kind.SCHEMA_DEFINITION) return node;
    const operationTypes = node.operationTypes.filter(({ type }) => known.has(type.name.value));
    if (operationTypes.length > 0) return { ...node, operationTypes };
    return { kind: Kind.SCHEMA_EXTENSION, directives: node.directives };
  });
  return { ...document, definitions };
}
