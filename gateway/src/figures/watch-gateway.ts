import type { CurrentGraph } from '../graph.ts';
import type { LiveClients } from '../subscribe/live-clients.ts';
import type { GatewayFigures } from './gateway-figures.ts';

const CIRCUIT = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What the gateway is like at the moment, looked at when the figures are asked for. */
export function watchGateway(figures: GatewayFigures, graphs: CurrentGraph, clients: LiveClients): void {
  const circuits = function* () {
    const { supergraph, environment } = graphs.current;
    for (const { name } of supergraph.subgraphs) {
      const state = environment.transports.get(name)?.circuit;
      if (state) yield [[name], CIRCUIT[state]] as const;
    }
  };
  figures.watch('gateway_circuit_state', 'Of the breaker before a subgraph: 0 closed, 1 half open, 2 open.', ['service'], circuits);
  figures.watch('gateway_operations_remembered', 'Texts that need not be parsed and validated again.', [], () => [
    [[], graphs.current.operations.size],
  ]);
  const cached = () => Object.entries(graphs.current.cache?.figures ?? {}).map(([what, value]) => [[what], value] as const);
  figures.watch(
    'gateway_cache',
    'Of the answers that are kept: hits, misses and what was dropped since the last switch, and what there is now.',
    ['what'],
    cached,
  );
  figures.watch('gateway_live_connections', 'WebSockets and HTTP streams of clients.', [], () => [[[], clients.size]]);
  figures.watch('gateway_subscriptions', 'Subscriptions that clients receive, and those that are open upstream for them.', ['side'], () => {
    const { receivers, upstream } = graphs.current.subscriptions;
    return [
      [['clients'], receivers],
      [['upstream'], upstream],
    ];
  });
}
