export const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query { ticks: Int }
  type Subscription { tick(topic: ID!): Tick! }
  type Tick { at: Float! text: String! }
`;

export const subscription = (topic: number): string => `subscription { tick(topic: "${topic}") { at text } }`;

/** Milliseconds on the machine's own clock, the same for all processes. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
