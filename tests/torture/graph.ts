/** The gateway said no. */
export class Refused extends Error {
  readonly code: string;
  /** Who could not answer, where the gateway says so. */
  readonly service: string | undefined;

  constructor(code: string, message: string, service?: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.service = service;
  }
}

const TIMEOUT_MS = 30_000;

/** Asks the graph once. Whatever is not an answer throws. */
export async function ask<T>(url: string, token: string | undefined, query: string, variables: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data, errors } = (await response.json()) as {
    data?: T;
    errors?: { message: string; extensions?: { code?: string; service?: string } }[];
  };
  if (errors?.[0]) throw new Refused(errors[0].extensions?.code ?? 'UNKNOWN', errors[0].message, errors[0].extensions?.service);
  return data!;
}
