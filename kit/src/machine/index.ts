export * from './fire.ts';
export * from './machine.ts';
export * from './mermaid.ts';
export * from './moves.ts';
