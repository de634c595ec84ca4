import type { Names } from './names.ts';

/** The sources of a domain of one entity that is somebody's, by their path below the subgraph's folder. */
export function sourceFiles(names: Names): Map<string, string> {
  const folder = `src/${names.file}/${names.file}`;
  return new Map([
    ['src/index.ts', manifest(names)],
    ['src/personal-data.ts', personalData(names)],
    [`${folder}.machine.ts`, machine(names)],
    [`${folder}.entity.ts`, entityClass(names)],
    [`${folder}.policy.ts`, policy(names)],
    [`${folder}.reference.ts`, reference(names)],
    [`${folder}.resolver.ts`, resolver(names)],
    [`src/${names.file}/add-${names.file}.ts`, addUseCase(names)],
    [`src/${names.file}/close-${names.file}.ts`, closeUseCase(names)],
    ['src/conformance.test.ts', conformanceTest(names)],
  ]);
}

const manifest = ({ domain, file, entity, Entity }: Names): string => `import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { migrations } from '../migrations/index.ts';
import { ${Entity} } from './${file}/${file}.entity.ts';
import { ${entity}Machine } from './${file}/${file}.machine.ts';
import { ${entity}Policy } from './${file}/${file}.policy.ts';
import { ${entity}Reference } from './${file}/${file}.reference.ts';
import { ${Entity}Resolver } from './${file}/${file}.resolver.ts';
import { ${entity}PersonalData } from './personal-data.ts';

/** Say here in one sentence what this domain owns. */
export default defineSubgraph({
  name: '${domain}',
  entities: [${Entity}],
  migrations,
  resolvers: [${Entity}Resolver],
  references: [${entity}Reference],
  policies: [${entity}Policy],
  machines: [${entity}Machine],
  personalData: ${entity}PersonalData,
  staffActs: staffActs(recordStaffActs, '${domain}'),
});
`;

const personalData = ({ domain, file, entity, Entity }: Names): string => `import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { ${Entity} } from './${file}/${file}.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** What is somebody's goes when they are forgotten. */
export const ${entity}PersonalData = personalData(contracts, '${domain}', [holding(${Entity}, 'owner_id = $1', 'delete')]);
`;

const machine = ({ entity, Entity }: Names): string => `import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const ${entity}Machine = machine('${Entity}', {
  states: ['OPEN', 'CLOSED'],
  initial: 'OPEN',
  triggers: {
    //     no row  OPEN          CLOSED
    close: [refuse, to('CLOSED'), ignore],
  },
});

export type ${Entity}Status = StateOf<typeof ${entity}Machine>;
`;

const entityClass = ({
  file,
  entity,
  Entity,
  table,
}: Names): string => `import { DateTime, Directive, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';
import { ${entity}Machine, type ${Entity}Status } from './${file}.machine.ts';

export const ${Entity}StatusEnum = machineEnum(${entity}Machine, '${Entity}Status');

/** The row and the GraphQL type. What has no @Field stays inside. */
@Entity({ tableName: '${table}' })
@Directive('@key(fields: "id")')
@ObjectType('${Entity}')
export class ${Entity} {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly ownerId!: string;

  @Field(() => ${Entity}StatusEnum)
  @Enum({ items: () => [...${entity}Machine.states] })
  status!: ${Entity}Status;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  name!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static open(ownerId: string, name: string): ${Entity} {
    return Object.assign(new ${Entity}(), { id: newId(), ownerId, name, status: 'OPEN' as const, createdAt: new Date() });
  }
}
`;

const policy = ({ file, entity, Entity, many }: Names): string => `import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { ${Entity} } from './${file}.entity.ts';

const owner: RowRule<${Entity}> = (viewer, ${entity}) => may(viewer, '${many}:write') || viewer.userId === ${entity}.ownerId;

export const ${entity}Policy = policy('${Entity}', {
  operations: {
    'Query.${entity}': 'authenticated',
    'Query.${many}': 'authenticated',
    'Mutation.add${Entity}': 'authenticated',
    'Mutation.close${Entity}': 'authenticated',
  },
  // Whether staff may while they act for somebody.
  acting: { 'Mutation.add${Entity}': 'refused', 'Mutation.close${Entity}': 'refused' },
  rows: { read: owner, close: owner },
});
`;

const reference = ({ file, entity, Entity }: Names): string => `import { reference } from '@stoa/kit/graphql';
import { ${Entity} } from './${file}.entity.ts';
import { ${entity}Policy } from './${file}.policy.ts';

export const ${entity}Reference = reference(${Entity}, ${entity}Policy.read, ({ read }, ids) => read.find(${Entity}, { id: { $in: [...ids] } }));
`;

const resolver = ({
  file,
  entity,
  Entity,
  many,
}: Names): string => `import { Arg, Args, connectionOf, Ctx, ID, Mutation, newestFirst, PageArgs, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { add${Entity} } from './add-${file}.ts';
import { close${Entity} } from './close-${file}.ts';
import { ${Entity} } from './${file}.entity.ts';
import { ${entity}Reference } from './${file}.reference.ts';

const ${Entity}Connection = connectionOf(${Entity}, '${Entity}');

@Resolver(() => ${Entity})
export class ${Entity}Resolver {
  @Query(() => ${Entity}, { nullable: true })
  ${entity}(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return ${entity}Reference.resolve(context, { id });
  }

  /** One's own. */
  @Query(() => ${Entity}Connection)
  ${many}(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, ${Entity}, { ownerId: context.viewer.userId! }, page);
  }

  @Mutation(() => ${Entity})
  add${Entity}(@Ctx() context: DomainContext, @Arg('name', () => String) name: string) {
    return context.run(add${Entity}, { name });
  }

  @Mutation(() => ${Entity})
  close${Entity}(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(close${Entity}, { id });
  }
}
`;

const addUseCase = ({ domain, file, entity, Entity }: Names): string => `import { text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { ${Entity} } from './${file}.entity.ts';

export const add${Entity} = useCase('${domain}.add${Entity}', z.object({ name: text(200) }), async ({ em, viewer }, { name }) => {
  const ${entity} = ${Entity}.open(viewer.userId!, name);
  em.persist(${entity});
  return ${entity};
});
`;

const closeUseCase = ({ domain, file, entity, Entity }: Names): string => `import { entityId } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { ${Entity} } from './${file}.entity.ts';
import { ${entity}Machine } from './${file}.machine.ts';
import { ${entity}Policy } from './${file}.policy.ts';

export const close${Entity} = useCase('${domain}.close${Entity}', z.object({ id: entityId }), async ({ lock, viewer }, { id }) => {
  const found = await lock(${Entity}, { id });
  const ${entity} = permitted(viewer, found, ${entity}Policy.close, '${file.replaceAll('-', ' ')}');
  fire(${entity}Machine, ${entity}, 'close');
  return ${entity};
});
`;

const conformanceTest = ({ file, Entity, entity }: Names): string => `import { aBuyer, conformance } from '@stoa/kit/testing';
import { ${Entity} } from './${file}/${file}.entity.ts';
import manifest from './index.ts';

conformance(manifest, {
  fixtures: [
    {
      entity: '${Entity}',
      owner: aBuyer,
      make: (subgraph, owner) =>
        subgraph.context().transact(async ({ em }) => {
          const ${entity} = ${Entity}.open(owner.userId!, 'An example');
          em.persist(${entity});
          return ${entity}.id;
        }),
      arguments: ['Query.${entity}(id)', 'Mutation.close${Entity}(id)'],
    },
  ],
});
`;
