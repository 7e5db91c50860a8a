import tseslint from 'typescript-eslint'
import { ownLines } from './hack/lint/own-lines.mjs'

/** Names that stand for the real world: they come in as arguments, from clock/, engine/ or cli/. */
const world = [
  { object: 'Date', property: 'now', message: 'Time comes in as a Clock.' },
  { object: 'Math', property: 'random', message: 'Randomness comes in as a Random.' },
  { object: 'process', property: 'env', message: 'The environment is read in cli/ only.' },
  { object: 'process', property: 'argv', message: 'Arguments are read in cli/ only.' },
]
const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Time comes in as a Clock.',
}))
/** Where the real world begins. */
const edges = [
  'cli/**',
  'clock/**',
  'hack/**',
  'test/**',
  'engine/docker/**',
  'api/server/**',
  'api/client/**',
  'store/lock/**',
  'store/source/disk/disk-*.ts',
  'store/source/disk/git-*.ts',
]

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '**/generated/**', 'hack/**/*.mjs', '*.mjs'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    plugins: { ts: tseslint.plugin, own: { rules: { lines: ownLines } } },
    rules: {
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'own/lines': ['error', { max: 40 }],
      // ESLint counts each `?.`, `??` and default as a branch: docs/decisions/complexity.md.
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'no-restricted-properties': ['error', ...world],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
      'ts/no-explicit-any': 'error',
      'ts/no-non-null-assertion': 'error',
      'ts/no-floating-promises': 'error',
      'ts/no-misused-promises': ['error', { checksVoidReturn: false }],
      'ts/consistent-type-imports': 'error',
      'ts/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: edges, rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'own/lines': 'off',
      'no-restricted-globals': ['error', ...timers.slice(0, 2)],
    },
  },
)
