import { deepEqual } from 'node:assert/strict'
import type { WatchRule } from '../../../api/v1/develop.ts'
import { isNobodys } from '../../../controllers/develop/rule-paths.ts'
import { workOn } from '../../../controllers/develop/work.ts'

const rule = (more: Partial<WatchRule>): WatchRule => ({
  ...{ service: 'web', action: 'sync', path: '/src/app', target: '/app', ignore: [], include: [], initialSync: false },
  ...more,
})
const nothing = { service: 'web', rebuild: false, copies: [], removals: [], restart: false, execs: [] }
const exec = { command: ['reload'], env: [] }

describe('what a change of watched files comes to', () => {
  const rows: readonly [what: string, rules: readonly WatchRule[], changes: readonly string[], work: object[]][] = [
    ['is nothing outside of the path', [rule({})], ['/src/other', '/src/app2/a'], []],
    [
      'is a copy below the target',
      [rule({})],
      ['/src/app/a/b.js'],
      [{ ...nothing, copies: [{ from: '/src/app/a/b.js', to: '/app/a/b.js' }] }],
    ],
    ['is a removal of what is gone', [rule({ target: '/' })], ['-/src/app/a'], [{ ...nothing, removals: ['/a'] }]],
    ['is what it is last', [rule({})], ['/src/app/a', '-/src/app/a'], [{ ...nothing, removals: ['/app/a'] }]],
    [
      'has directories before what is in them',
      [rule({})],
      ['/src/app/a/b', '/src/app/a'],
      [
        {
          ...nothing,
          copies: [
            { from: '/src/app/a', to: '/app/a' },
            { from: '/src/app/a/b', to: '/app/a/b' },
          ],
        },
      ],
    ],
    [
      'is the one file of a path',
      [rule({ path: '/src/conf', target: '/etc/conf' })],
      ['/src/conf'],
      [{ ...nothing, copies: [{ from: '/src/conf', to: '/etc/conf' }] }],
    ],
    [
      'is nothing where it is ignored',
      [rule({ ignore: ['node_modules/', './*.log'] })],
      ['/src/app/node_modules/x/y', '/src/app/a.log', '/src/app/.git/HEAD'],
      [],
    ],
    [
      'is nothing where the context of its build leaves it out',
      [rule({ leftOut: { directory: '/src', patterns: ['/app/dist', '**/*.log', '!app/kept.log', '# dist'] } })],
      ['/src/app/dist/x', '/src/app/a.log'],
      [],
    ],
    [
      'is a copy of what it takes in again, or what is outside of it',
      [rule({ leftOut: { directory: '/src/app/in', patterns: ['*', '!kept'] } })],
      ['/src/app/in/kept', '/src/app/in/a', '/src/app/out'],
      [
        {
          ...nothing,
          copies: [
            { from: '/src/app/in/kept', to: '/app/in/kept' },
            { from: '/src/app/out', to: '/app/out' },
          ],
        },
      ],
    ],
    [
      'is a rebuild by what is named itself',
      [rule({ action: 'rebuild', path: '/src/Dockerfile', leftOut: { directory: '/src', patterns: ['Dockerfile'] } })],
      ['/src/Dockerfile'],
      [{ ...nothing, rebuild: true }],
    ],
    [
      'is nothing of what editors have for a moment',
      [rule({})],
      ['/src/app/.a.swp', '/src/app/b/a~', '/src/app/4913'],
      [],
    ],
    ['is nothing where others are included', [rule({ include: ['**/*.js'] })], ['/src/app/a.css'], []],
    [
      'is a rebuild alone',
      [rule({}), rule({ action: 'rebuild', path: '/src/app/package.json' })],
      ['/src/app/package.json', '/src/app/a'],
      [{ ...nothing, rebuild: true }],
    ],
    [
      'is a restart after the copy',
      [rule({ action: 'sync+restart' })],
      ['/src/app/a'],
      [{ ...nothing, restart: true, copies: [{ from: '/src/app/a', to: '/app/a' }] }],
    ],
    [
      'is a restart without one',
      [rule({ action: 'restart' }), rule({ service: 'db', path: '/db' })],
      ['/src/app/a'],
      [{ ...nothing, restart: true }],
    ],
    [
      'is a command, once',
      [rule({ action: 'sync+exec', exec })],
      ['/src/app/a', '/src/app/b'],
      [
        {
          ...nothing,
          execs: [exec],
          copies: ['a', 'b'].map((each) => ({ from: `/src/app/${each}`, to: `/app/${each}` })),
        },
      ],
    ],
  ]
  for (const [what, rules, lines, work] of rows)
    it(what, () => {
      const changes = lines.map((line) => ({ path: line.replace(/^-/, ''), gone: line.startsWith('-') }))
      deepEqual(workOn(rules, changes), work)
    })
})

describe('what is watched below a rule', () => {
  const leftOut = { directory: '/src', patterns: ['**/node_modules'] }
  const rows: readonly [path: string, rules: readonly WatchRule[], isNobodys: boolean][] = [
    ['/src/app', [rule({ ignore: ['**'] })], false],
    ['/src', [rule({})], false],
    ['/src/other', [rule({})], true],
    ['/src/app/node_modules', [rule({ leftOut })], true],
    ['/src/app/node_modules', [rule({ leftOut }), rule({})], false],
    ['/src/app/node_modules', [rule({ leftOut: { ...leftOut, patterns: ['**/node_modules', '!**/kept'] } })], false],
    ['/src/app/skipped', [rule({ ignore: ['skipped'] })], true],
    ['/src/app/skipped', [rule({ ignore: ['skipped', '!skipped/kept'] })], false],
    ['/src/app/.git', [rule({})], true],
  ]
  for (const [path, rules, expected] of rows)
    it(`${expected ? 'lacks' : 'has'} ${path} by ${JSON.stringify(rules.map((each) => each.leftOut ?? each.ignore))}`, () =>
      deepEqual(isNobodys(rules, path), expected))
})
