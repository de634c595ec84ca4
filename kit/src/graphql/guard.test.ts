import { describe, expect, test } from '@jest/globals';
import { policy } from '../policy/index.ts';
import { NoteResolver, notePolicy } from '../testing/notes/note.resolver.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { buildSchema } from './build-schema.ts';
import { Field, FieldResolver, ObjectType, Query, Resolver } from './index.ts';

const built = (
  policies: Parameters<typeof buildSchema>[0]['policies'],
  resolvers: readonly (abstract new () => object)[] = [NoteResolver],
) => buildSchema({ ...notes, policies, resolvers });

@ObjectType('Weather')
class Weather {
  @Field(() => String)
  sky!: string;
}

@Resolver(() => Weather)
class WeatherResolver {
  @Query(() => Weather)
  weather(): Weather {
    return { sky: 'blue' };
  }

  @FieldResolver(() => String)
  wind(): string {
    return 'west';
  }
}

describe('what no policy covers stops the start', () => {
  test('a root field', () => {
    const { 'Mutation.closeNote': _left, ...operations } = notePolicy.operations!;
    expect(() => built([{ ...notePolicy, operations }])).toThrow('notes: no policy covers Mutation.closeNote');
  });

  test('a subscription', () => {
    const { 'Subscription.noteChanged': _left, ...operations } = notePolicy.operations!;
    expect(() => built([{ ...notePolicy, operations }])).toThrow('no policy covers Subscription.noteChanged');
  });

  test('a mutation of which nobody decided whether staff may call it while they act for somebody', () => {
    const { 'Mutation.closeNote': _left, ...acting } = notePolicy.acting!;
    expect(() => built([{ ...notePolicy, acting }])).toThrow(
      'notes: no policy says in `acting` whether staff who act for somebody may call Mutation.closeNote',
    );
    const idle = { ...notePolicy.acting, 'Query.notes': 'allowed' } as const;
    expect(() => built([{ ...notePolicy, acting: idle }])).toThrow('notes: nobody who acts for somebody is asked about Query.notes');
  });

  test('a field with a resolver of its own', () => {
    const weather = policy('Weather', { operations: { 'Query.weather': 'everyone' } });
    expect(() => built([notePolicy, weather], [NoteResolver, WeatherResolver])).toThrow('no policy covers Weather.wind');
  });

  test('and so does a rule for what is not there', () => {
    const ghost = policy('Ghost', { fields: { 'Note.colour': 'everyone' } });
    expect(() => built([notePolicy, ghost])).toThrow('a policy covers Note.colour, which the schema does not have');
  });
});

test('the access directives of the printed schema are those of the policies', () => {
  const { sdl } = built([notePolicy]);
  expect(sdl).toMatch(/note\(id: ID!\): Note @authenticated/);
  expect(sdl).toMatch(/allNotes\(.*\): NoteConnection! @requiresScopes\(scopes: \[\["notes:read"\]\]\)/);
});
