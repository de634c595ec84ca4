import { configurationPage, settingsText } from '../configuration-page.ts';
import type { Invocation } from '../verb.ts';

/** Prints the settings: as they are now, or as the page of the documentation. */
export async function run({ flags, configuration }: Invocation): Promise<void> {
  console.log(flags.markdown === true ? configurationPage().trimEnd() : settingsText(configuration.environment));
}
