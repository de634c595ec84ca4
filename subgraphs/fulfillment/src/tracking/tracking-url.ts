const PAGES: Readonly<Record<string, string>> = {
  UPS: 'https://www.ups.com/track?tracknum=',
  USPS: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  FEDEX: 'https://www.fedex.com/fedextrack/?trknbr=',
  DHL: 'https://www.dhl.com/en/express/tracking.html?AWB=',
};

/** The carrier's own page about a parcel, of those whose pages we know. */
export function trackingUrlOf(carrier: string, trackingNumber: string): string | null {
  const page = PAGES[carrier.toUpperCase()];
  return page ? page + encodeURIComponent(trackingNumber) : null;
}
