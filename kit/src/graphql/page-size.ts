/** The most rows that a page of a list may have. */
export const MAX_PAGE_SIZE = 100;
