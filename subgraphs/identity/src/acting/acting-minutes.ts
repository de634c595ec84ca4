/** So long staff act for somebody before they have to say again why. The session's token lives as long, since nothing refreshes it. */
export const ACTING_MINUTES = 30;
