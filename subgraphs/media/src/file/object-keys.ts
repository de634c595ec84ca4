/** Where a client puts its bytes. Nothing is ever served from here, and what stays is forgotten after a day. */
export const UPLOADS = 'uploads/';

export const uploadKey = (fileId: string): string => `${UPLOADS}${fileId}`;

/** Where checked bytes are: no client ever had an address that writes here. */
export const fileKey = (fileId: string): string => `files/${fileId}`;
