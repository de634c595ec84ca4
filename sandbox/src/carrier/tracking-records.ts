/** Where a parcel can be, as far as the sandbox tells. */
export const TRACKING_STATUSES = ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'] as const;
export type TrackingStatus = (typeof TRACKING_STATUSES)[number];

/** A parcel that the carrier was told of. */
export interface TrackedShipment {
  trackingNumber: string;
  carrier: string;
  registeredAt: string;
}

/** Something that happened to a parcel; exactly what its webhook carries. */
export interface TrackingEvent {
  id: string;
  trackingNumber: string;
  carrier: string;
  status: TrackingStatus;
  description: string;
  location: string | null;
  /** When it happened, as an ISO date. */
  at: string;
}

/** One line of the carrier's journal. */
export interface CarrierChange {
  shipment?: TrackedShipment;
  event?: TrackingEvent;
  /** The addresses that the event is owed to. */
  owedTo?: string[];
  /** A webhook that needs no further attempt. */
  settled?: { eventId: string; url: string; how: 'delivered' | 'dropped' };
}
