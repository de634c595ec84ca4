/** A video as the sandbox keeps it. */
export interface Asset {
  readonly id: string;
  /** In seconds since 1970, as Mux tells it. */
  readonly createdAt: number;
  /** Where the file is fetched from. */
  readonly input: string;
  readonly passthrough: string | null;
  readonly playbackId: string;
  readonly status: 'preparing' | 'ready' | 'errored';
  /** In seconds; of a ready one. */
  readonly duration: number | null;
  readonly errors: { readonly type: string; readonly messages: readonly string[] } | null;
}

/** What the webhooks carry, with the asset as it was then. */
export interface MuxEvent {
  readonly id: string;
  readonly type: string;
  readonly body: object;
}

/** One line of the journal. */
export interface MuxChange {
  /** Made, or as it is from now on. */
  asset?: Asset;
  /** The id of one that is gone. */
  deleted?: string;
  event?: MuxEvent;
  /** The addresses that the event is owed to. */
  owedTo?: string[];
  /** A webhook that needs no further attempt. */
  settled?: { eventId: string; url: string; how: 'delivered' | 'dropped' };
}
