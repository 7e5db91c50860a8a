/** The arrows between folders: who may import whom. Read `from` may only reach `to`. */
const arrows = {
  'api/v1': [],
  clock: [],
  compose: ['api/v1'],
  store: ['compose', 'api/v1', 'clock'],
  engine: ['api/v1', 'clock'],
  controllers: ['store', 'engine', 'api/v1', 'clock'],
  plan: ['controllers', 'store', 'engine', 'compose', 'api/v1', 'clock'],
  'api/client': ['api/v1'],
  'api/server': ['plan', 'controllers', 'store', 'engine', 'api/v1', 'clock'],
}
const folders = [...Object.keys(arrows), 'cli', 'bin', 'hack', 'test']
const inFolder = (folder) => `^${folder}/`

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(arrows).map(([from, allowed]) => ({
      name: `arrows-of-${from.replace('/', '-')}`,
      comment: `${from} may import ${allowed.join(', ') || 'nothing of ours'}`,
      severity: 'error',
      from: { path: inFolder(from) },
      to: { path: folders.filter((folder) => folder !== from && !allowed.includes(folder)).map(inFolder) },
    })),
    {
      name: 'plans-are-pure',
      comment: 'a plan.ts imports api/v1 and other pure code: no port, no I/O, no stream',
      severity: 'error',
      from: { path: '^controllers/[^/]+/plan(\\.ts$|/)' },
      to: {
        path: [
          '^store/',
          '^engine/(docker|informer|simulated)/',
          '^clock/',
          '^controllers/[^/]+/((controller|act|observe)\\.ts$|(act|observe|gates)/)',
          '^node_modules/(rxjs|immer|dockerode)',
          '^node:',
        ],
      },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { pathNot: '^(test|hack)/' },
      to: { path: '^(test|hack)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: ['^dist/', 'generated/validators'] },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'] },
  },
}
