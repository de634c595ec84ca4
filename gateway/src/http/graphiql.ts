import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** All scripts come from this origin and none stands in the page, so that nothing injected could run. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>GraphiQL</title>
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <style>html, body, #root { height: 100%; margin: 0 }</style>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
    <script src="/graphiql/graphiql.js"></script>
    <script src="/graphiql/start.js"></script>
  </body>
</html>
`;

const START = `self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_, label) => '/graphiql/worker-' + label + '.js' };
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), { endpoint: '/graphql', title: 'GraphiQL' });
`;

/** Sends the page; its parts are served beside it. */
export function sendGraphiql(response: ServerResponse): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .end(PAGE);
}

/** Serves GraphiQL's parts from the installed package, which is loaded when a browser first asks: it is large. */
export function registerGraphiql(server: FastifyInstance): void {
  const parts: Record<string, (bundle: typeof import('@graphql-yoga/render-graphiql/graphiql')) => string> = {
    'graphiql.js': (bundle) => bundle.js,
    'graphiql.css': (bundle) => bundle.css,
    'worker-editorWorkerService.js': (bundle) => bundle.editorWorkerService,
    'worker-json.js': (bundle) => bundle.jsonWorker,
    'worker-graphql.js': (bundle) => bundle.graphqlWorker,
    'start.js': () => START,
  };
  for (const [name, read] of Object.entries(parts)) {
    server.get(`/graphiql/${name}`, async (_request, reply) => {
      const content = read(await import('@graphql-yoga/render-graphiql/graphiql'));
      return reply
        .header('content-type', name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .header('x-content-type-options', 'nosniff')
        .send(content);
    });
  }
}
