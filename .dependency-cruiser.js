/** What each part of the house may import. The drawing of it is in ARCHITECTURE.md; this file is what holds it up. */

const TESTS = '\\.test\\.ts$';
/** Folders at the top, as dependency-cruiser names them. */
const TOP = { gateway: '^gateway/', sandbox: '^sandbox/', cli: '^cli/', schema: '^schema/', subgraphs: '^subgraphs/', tests: '^tests/' };

/** What reaches out of the process, or starts something in it. */
const NODE_IO = '^(node:)?(fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|cluster)(/|$)';
const PACKAGE_IO = '^node_modules/(pg|undici|fastify|@fastify/[^/]+|@mikro-orm/(?!decorators)[^/]+|@nats-io/[^/]+|ws|graphql-ws|stripe)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'a-subgraph-stands-on-kit-and-schema-only',
      comment: 'Domains meet in schema/: by events and commands, never by importing one another.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/', pathNot: TESTS },
      to: { path: '^(gateway|sandbox|cli|tests|web|subgraphs)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'tests-of-a-subgraph-see-no-other-subgraph',
      comment: 'What concerns several domains is tested in tests/, through the graph.',
      severity: 'error',
      from: { path: `^subgraphs/([^/]+)/.*${TESTS}` },
      to: { path: '^(gateway|cli|web|subgraphs)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'the-kit-knows-no-domain',
      comment: 'Every subgraph stands on the kit; a kit that knew one of them would know them all.',
      severity: 'error',
      from: { path: '^kit/', pathNot: TESTS },
      to: { path: [TOP.gateway, TOP.sandbox, TOP.cli, TOP.schema, TOP.subgraphs, TOP.tests] },
    },
    {
      name: 'the-gateway-knows-no-domain',
      comment: 'It serves any federated graph; what it needs to know of this one comes as a file.',
      severity: 'error',
      from: { path: TOP.gateway, pathNot: TESTS },
      to: { path: [TOP.sandbox, TOP.cli, TOP.schema, TOP.subgraphs, TOP.tests] },
    },
    {
      name: 'schema-stands-on-the-kit-only',
      comment: 'Contracts are what both sides agree on, so they lean on neither.',
      severity: 'error',
      from: { path: TOP.schema, pathNot: TESTS },
      to: { path: [TOP.gateway, TOP.sandbox, TOP.cli, TOP.subgraphs, TOP.tests] },
    },
    {
      name: 'the-sandbox-stands-alone',
      comment: 'It plays the outside world, which knows nothing of us.',
      severity: 'error',
      from: { path: TOP.sandbox, pathNot: TESTS },
      to: { path: ['^kit/', TOP.gateway, TOP.cli, TOP.schema, TOP.subgraphs, TOP.tests] },
    },
    {
      name: 'only-the-command-line-and-tests-import-the-sandbox',
      comment: 'Real providers are reached by the same code, so no product code may tell the difference.',
      severity: 'error',
      from: { pathNot: [TOP.cli, TOP.sandbox, TOP.tests, TESTS] },
      to: { path: TOP.sandbox },
    },
    {
      name: 'the-broker-stays-inside-the-bus',
      comment: 'Only kit/src/events knows which broker carries the events.',
      severity: 'error',
      from: { pathNot: ['^kit/src/events/', TOP.tests, TESTS] },
      to: { path: '^node_modules/@nats-io/' },
    },
    {
      name: 'decisions-and-contracts-do-no-io',
      comment: 'Machines, policies and contracts are plain rules: read, tested and trusted without a database.',
      severity: 'error',
      from: { path: ['\\.(machine|policy)\\.ts$', '^schema/(events|commands)/'], pathNot: TESTS },
      to: { path: [NODE_IO, PACKAGE_IO], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle makes two files one, and loads one of them half made.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-import-is-found',
      comment:
        'The package that types generated documents holds nothing but types, so there is no file to find. The shop that the bench runs beside ours is installed by the bench.',
      severity: 'error',
      from: { pathNot: '^tests/bench/vendure/app/' },
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'Tests are not shipped, so what they hold is not there.',
      severity: 'error',
      from: { pathNot: [TESTS, TOP.tests] },
      to: { path: TESTS },
    },
  ],
  options: {
    // TypeScript 7 has no classic API to parse with.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
    cache: false,
  },
};
