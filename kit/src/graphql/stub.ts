import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Another domain's entity, as far as this one knows it: by its id. */
export interface Stub {
  readonly id: string;
}

function keyed(name: string, key: string): new () => Stub {
  @Directive(key)
  @ObjectType(name)
  class KeyedStub implements Stub {
    @Field(() => ID)
    id!: string;
  }
  return KeyedStub;
}

/** A class of a subgraph's own for an entity that it only points at; the gateway fetches the rest from its owner. */
export const stubOf = (name: string): (new () => Stub) => keyed(name, '@key(fields: "id", resolvable: false)');

/** A class of a subgraph's own for an entity that it adds fields to. */
export const extendedStubOf = (name: string): (new () => Stub) => keyed(name, '@key(fields: "id")');
