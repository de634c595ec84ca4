export type { Connections, DomainFigures, MeasuredDomain } from './domain-figures.ts';
export * from './figure.ts';
export { Figures } from './figures.ts';
