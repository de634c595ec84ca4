import { Directive, Field, ID, machineEnum, ObjectType } from '../../graphql/index.ts';
import { Entity, Enum, newId, PrimaryKey, Property } from '../../persistence/index.ts';
import { type NoteStatus, noteMachine } from './note.machine.ts';

const NoteStatusEnum = machineEnum(noteMachine, 'NoteStatus');

/** Something that somebody wrote down for themselves. */
@Entity({ tableName: 'note' })
@Directive('@key(fields: "id")')
@ObjectType('Note')
export class Note {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly ownerId!: string;

  @Field(() => NoteStatusEnum)
  @Enum({ items: () => [...noteMachine.states] })
  status!: NoteStatus;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  text!: string;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static write(ownerId: string, text: string, id: string = newId()): Note {
    return Object.assign(new Note(), { id, ownerId, text, status: 'OPEN' as const });
  }
}
