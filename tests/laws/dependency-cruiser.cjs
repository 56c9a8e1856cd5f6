/** The laws about who may import whom (docs/adr/0001). `npm run laws`. */
const rooms =
  '^server/(newcomers|employers|positions|safeguards|cases|matching|proposals|placements|notices|insight|reference|search|accounts|privacy)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'server-knows-no-app-or-workers',
      severity: 'error',
      from: { path: '^(server|db)/' },
      to: { path: '^(app|workers)/' },
    },
    { name: 'db-knows-no-server', severity: 'error', from: { path: '^db/(?!seed/)' }, to: { path: '^server/' } },
    { name: 'app-and-workers-never-meet', severity: 'error', from: { path: '^app/' }, to: { path: '^workers/' } },
    { name: 'workers-and-app-never-meet', severity: 'error', from: { path: '^workers/' }, to: { path: '^app/' } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(app|server|workers|db)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment:
        'Rules import other rules, the shared words and zod; no clock, no database, no log. The tables of who may what are such rules (ADR 0016).',
      from: { path: '^server/([^/]+/rules|access/(matrix|doors|titles|fields|field-titles)\\.ts$)' },
      to: {
        pathNot: [
          '^server/[^/]+/rules',
          '^server/access/(matrix|doors|titles|fields|field-titles)\\.ts$',
          '^db/values/',
          'node_modules/zod/',
        ],
      },
    },
    {
      name: 'values-are-the-lowest-floor',
      severity: 'error',
      from: { path: '^db/values/' },
      to: { pathNot: '^db/values/' },
    },
    {
      name: 'rooms-meet-through-rules-and-reads',
      severity: 'error',
      comment:
        'From another room: only its rules and reads. access, audit, outbox and platform are common ground. An answer of the safeguards is kept in the transaction of the step that asked (ADR 0004), attempts are counted in one place, and what is newly known of an establishment makes the engine ask again.',
      from: { path: '^server/([^/]+)/', pathNot: '^server/(placements/start-placement|privacy/erase-newcomer)\\.ts$' },
      to: {
        path: rooms,
        pathNot: [
          '^server/$1/',
          '^server/[^/]+/(rules|reads)',
          '^server/positions/store-verdict\\.ts$',
          '^server/employers/ask-again\\.ts$',
        ],
      },
    },
    {
      name: 'one-command-of-another-room',
      severity: 'error',
      comment:
        'The one exception: the last step of a proposal and the first of its placement are one transaction (ADR 0001), else a yes could be taken back between them.',
      from: { path: '^server/placements/start-placement\\.ts$' },
      to: {
        path: rooms,
        pathNot: [
          '^server/placements/',
          '^server/[^/]+/(rules|reads)',
          '^server/proposals/place-proposal\\.ts$',
          '^server/positions/store-verdict\\.ts$',
        ],
      },
    },
    {
      name: 'an-erasure-voids-what-the-engine-remembers',
      severity: 'error',
      comment:
        'What a process remembers of somebody who was erased is void in the transaction of the erasure (ADR 0014).',
      from: { path: '^server/privacy/erase-newcomer\\.ts$' },
      to: {
        path: rooms,
        pathNot: ['^server/privacy/', '^server/[^/]+/(rules|reads)', '^server/proposals/area-lock\\.ts$'],
      },
    },
    {
      name: 'the-audit-knows-no-room',
      severity: 'error',
      comment: 'Every room writes to it (ADR 0014), so it imports none.',
      from: { path: '^server/audit/' },
      to: { path: '^server/(?!audit/|access/|platform/)' },
    },
    {
      name: 'screens-write-no-sql',
      severity: 'error',
      from: { path: '^app/' },
      to: {
        path: ['node_modules/drizzle-orm', 'node_modules/postgres/', '^db/schema/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'ui-has-no-data',
      severity: 'error',
      from: { path: '^app/ui/' },
      to: {
        path: ['^server/(?![^/]+/rules)', '^db/(?!values/)', '^app/(routes|request)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'frameworks-stay-in-app',
      severity: 'error',
      from: { path: '^(server|workers|db)/' },
      to: { path: 'node_modules/(@remix-run|react|react-dom|express)/' },
    },
    {
      name: 'only-workers-know-bullmq',
      severity: 'error',
      from: { path: '^(app|server|db)/' },
      to: { path: 'node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'only-search-knows-meilisearch',
      severity: 'error',
      from: { pathNot: '^server/search/' },
      to: { path: 'node_modules/meilisearch/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What was built is made of our sources and holds no law of its own.
    exclude: { path: '^build/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
