/** A plain HTTP path that a subgraph answers at the gateway's origin. */
export interface EdgeRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** In fastify's form, `/auth/:provider` say. The subgraph finds it at `/routes` followed by the path. */
  readonly path: string;
  readonly service: string;
  /** Asked by the gateway itself; nobody is forwarded there. */
  readonly internal?: boolean;
  /** The gateway verifies the bearer token and signs its viewer; otherwise the viewer is anonymous. */
  readonly authenticate?: boolean;
  /** The `authorization` header itself goes to the subgraph too. */
  readonly forwardAuthorization?: boolean;
}
