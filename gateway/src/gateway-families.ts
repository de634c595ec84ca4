import type { Family } from '@stoa/kit/observability';
import { GatewayFigures } from './figures/gateway-figures.ts';
import { watchGateway } from './figures/watch-gateway.ts';

/** The figures of any gateway, to be described and not to be read. */
export function gatewayFamilies(): Family[] {
  const figures = new GatewayFigures();
  watchGateway(figures, undefined as never, undefined as never);
  return figures.families();
}
