import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../errors/index.ts';
import { Deferred } from '../events/index.ts';
import { fire } from './fire.ts';
import { compensate, defer, ignore, machine, reachableStates, refuse, to } from './machine.ts';
import { mermaidOf } from './mermaid.ts';
import { movesOf } from './moves.ts';

const parcel = machine('Parcel', {
  states: ['PACKED', 'SENT', 'LOST', 'ARRIVED'],
  initial: 'PACKED',
  triggers: {
    //         no row   PACKED          SENT             LOST                    ARRIVED
    send: [defer, to('SENT'), ignore, refuse, ignore],
    deliver: [defer, defer, to('ARRIVED'), compensate('a refund'), ignore],
    lose: [refuse, refuse, to('LOST'), ignore, refuse],
  },
});

describe('a machine', () => {
  test('answers every trigger in every state, no row among them', () => {
    expect(parcel.cell(null, 'send')).toEqual({ answer: 'defer' });
    expect(parcel.cell('SENT', 'deliver')).toEqual({ answer: 'move', to: 'ARRIVED' });
    expect(parcel.cell('LOST', 'deliver')).toEqual({ answer: 'compensate', by: 'a refund' });
  });

  test('says what a trigger moves, where that is one state', () => {
    expect(movesOf(parcel, 'deliver')).toEqual({ from: ['SENT'], to: 'ARRIVED' });
    const fork = machine('Fork', { states: ['A', 'B'], initial: 'A', triggers: { go: [ignore, to('B'), to('A')] } });
    expect(() => movesOf(fork, 'go')).toThrow('Fork.go does not lead to one state');
  });

  test('ends where nothing leads on', () => {
    expect(parcel.terminal).toEqual(['LOST', 'ARRIVED']);
    expect([...reachableStates(parcel)].sort()).toEqual([...parcel.states].sort());
  });

  test('with a cell too few stops the start', () => {
    const short = { states: ['A', 'B'], initial: 'A', triggers: { go: [ignore, to('B')] } } as const;
    expect(() => machine('Short', short as never)).toThrow('Short.go answers 2 of 3 states');
  });

  test('knows the states that nothing leads to', () => {
    const island = machine('Island', { states: ['HERE', 'THERE'], initial: 'HERE', triggers: { go: [refuse, ignore, to('HERE')] } });
    expect([...reachableStates(island)]).toEqual(['HERE']);
  });

  test('is drawn as it is', () => {
    expect(mermaidOf(parcel)).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> PACKED',
        '  PACKED --> SENT: send',
        '  SENT --> ARRIVED: deliver',
        '  note right of LOST: deliver is made good by a refund',
        '  SENT --> LOST: lose',
        '  LOST --> [*]',
        '  ARRIVED --> [*]',
        '',
      ].join('\n'),
    );
  });
});

describe('firing a trigger', () => {
  test('moves the row, and says where it came from', () => {
    const row = { status: 'PACKED' as const };
    expect(fire(parcel, row, 'send')).toEqual({ moved: true, from: 'PACKED' });
    expect(row).toEqual({ status: 'SENT' });
  });

  test('a second time changes nothing', () => {
    const row = { status: 'SENT' as const };
    expect(fire(parcel, row, 'send')).toEqual({ moved: false });
    expect(row).toEqual({ status: 'SENT' });
  });

  test('too late names what makes it good', () => {
    const row = { status: 'LOST' as const };
    expect(fire(parcel, row, 'deliver')).toEqual({ moved: false, compensate: 'a refund' });
    expect(row).toEqual({ status: 'LOST' });
  });

  test('too early is tried again later', () => {
    expect(() => fire(parcel, null, 'deliver')).toThrow(Deferred);
  });

  test('that cannot be is refused with the present state', () => {
    const refused = () => fire(parcel, { status: 'ARRIVED' }, 'lose');
    expect(refused).toThrow(DomainError);
    expect(refused).toThrow(expect.objectContaining({ code: 'INVALID_TRANSITION', details: { status: 'ARRIVED' } }));
  });
});
