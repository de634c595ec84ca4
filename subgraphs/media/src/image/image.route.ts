import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { objectStore } from '../store/object-store.ts';
import { IMAGE_TYPE, keyOfImage } from './image-variants.ts';

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Images for everybody. Only what was encoded here is ever served, so that nothing an uploader wrote reaches a browser as it was. */
export const imageRoute = route('GET', '/media/:name', async (context, _request, name): Promise<RouteResponse> => {
  const key = keyOfImage(name);
  const body = key && (await context.use(objectStore).read(key));
  if (!body) return { status: 404, headers: { 'cache-control': 'public, max-age=5' } };
  return { status: 200, headers: { 'content-type': IMAGE_TYPE, 'cache-control': FOR_GOOD }, body };
});
