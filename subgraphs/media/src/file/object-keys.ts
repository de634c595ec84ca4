/** Where a client puts its bytes. Nothing is ever served from here, and what stays is forgotten after a day. */
export const UPLOADS = 'uploads/';

export const uploadKey = (fileId: string): string => `${UPLOADS}${fileId}`;

/** Where a video is put together of its parts. No address writes here but those of its parts, which are refused once it is whole. */
export const VIDEOS = 'videos/';

export const videoKey = (fileId: string): string => `${VIDEOS}${fileId}`;

/** Where checked bytes are: no client ever had an address that writes here. */
export const fileKey = (fileId: string): string => `files/${fileId}`;
