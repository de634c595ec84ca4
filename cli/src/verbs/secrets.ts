import { deploymentSecrets } from '../deployment-secrets.ts';
import type { Invocation } from '../verb.ts';
import { subgraphNames } from '../workspace.ts';

/** Prints an environment file for a deployment. With STOA_SERVICE_ROOT_KEYS set, the keys between services come from those roots. */
export async function run({ configuration }: Invocation): Promise<void> {
  console.log(deploymentSecrets(subgraphNames(), configuration.rootKeys));
}
