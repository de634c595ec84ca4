/** How a test wants webhooks to travel. All of it is forgotten on a restart. */
export interface DeliverySettings {
  /** Keep letters back until they are released. */
  hold: boolean;
  /** Throw letters away; they are never delivered, not even after a restart. */
  drop: boolean;
  /** Each letter leaves after a random wait up to this long, so that they overtake each other. */
  spreadMs: number;
  /** How often each letter is sent. */
  copies: number;
  /** Only letters of these types are touched by the settings above; empty means all. */
  types: string[];
}

/** Webhooks as they travel when nobody meddles. */
export function plainDelivery(): DeliverySettings {
  return { hold: false, drop: false, spreadMs: 0, copies: 1, types: [] };
}

/** The settings with the given changes, or a sentence saying what is wrong with them. */
export function changedSettings(settings: DeliverySettings, changes: Record<string, unknown>): DeliverySettings | string {
  const result: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries(changes)) {
    const fits = checks[name as keyof DeliverySettings];
    if (!fits) return `There is no setting '${name}'.`;
    if (!fits(value)) return `'${name}' cannot be ${JSON.stringify(value)}.`;
    result[name] = value;
  }
  return result as unknown as DeliverySettings;
}

const isWithin = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;

const checks: { [Name in keyof DeliverySettings]: (value: unknown) => boolean } = {
  hold: (value) => typeof value === 'boolean',
  drop: (value) => typeof value === 'boolean',
  spreadMs: isWithin(0, 600_000),
  copies: isWithin(1, 100),
  types: (value) => Array.isArray(value) && value.every((type) => typeof type === 'string'),
};
