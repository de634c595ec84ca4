/** The domains that act in the demo, and the two outside ones. */
type Actor = 'identity' | 'catalog' | 'inventory' | 'cart' | 'orders' | 'payments' | 'ledger' | 'fulfillment' | 'provider' | 'live';

let steps = 0;

/** Begins a step. */
export function step(title: string): void {
  console.log(`\n${++steps}. ${title}`);
}

/** Says what one domain did in this step. */
export function did(actor: Actor, what: string): void {
  console.log(`   ${actor.padEnd(11)} ${what}`);
}

/** So many of something, with the right ending. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
