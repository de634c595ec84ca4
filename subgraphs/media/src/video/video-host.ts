import type { RouteRequest } from '@stoa/kit/subgraph';

/** A video as its host tells of it. */
export interface HostedVideo {
  readonly assetId: string;
  /** The file that it was made of, as the host was told; null where it was told of none. */
  readonly fileId: string | null;
  readonly state: 'PREPARING' | 'READY' | 'FAILED';
  /** How much of its processing is done, in percent. */
  readonly progress: number;
  /** Null until it is READY. */
  readonly playbackId: string | null;
  readonly durationSeconds: number | null;
  /** Why it FAILED, in words. */
  readonly failure: string | null;
}

/** News of one of our videos. It only says that there is something to ask about. */
export interface VideoNotice {
  readonly fileId: string;
  readonly assetId: string;
}

/** Where a video is played, for whoever has the addresses, until they end. */
export interface PlaybackAddresses {
  readonly playbackUrl: string;
  readonly thumbnailUrl: string;
}

/** Who makes videos playable, and plays them. */
export interface VideoHost {
  /** Has it fetch a file and begin. A {@link HostRefusal} is a no; after any other error it may have begun all the same. */
  create(wanted: { readonly fileId: string; readonly sourceUrl: string }): Promise<HostedVideo>;
  /** What holds now; null where it knows no such video. */
  retrieve(assetId: string): Promise<HostedVideo | null>;
  /** Forgets a video, where it is still there. */
  remove(assetId: string): Promise<void>;
  /** What a webhook says, if it is genuine and of one of our videos, else null. A forged one is a {@link BadNotice}. */
  readNotice(request: Pick<RouteRequest, 'body' | 'headers'>): Promise<VideoNotice | null>;
  addresses(playbackId: string, expiresInSeconds: number): Promise<PlaybackAddresses>;
}

/** The host has said no, and done nothing. */
export class HostRefusal extends Error {
  constructor(
    message: string,
    /** Whether the same may be asked again later: it was busy, or our own settings are wrong. */
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

/** A webhook that the host has not sent, or sent long ago. */
export class BadNotice extends Error {}
