import { deepEqual, match } from 'node:assert/strict'
import { developOf } from '../../compose/develop-rules.ts'
import { composeReader } from '../../compose/compose-reader.ts'

const read = (entry: object) =>
  developOf([{ path: '/src', action: 'sync', target: '/app', ...entry }], { name: 'web', isBuilt: false })

/** The rules and errors of a Compose file whose service `web` has this under `develop`. */
function readFile(develop: string) {
  const text = `services:
  web:
    image: nginx
    develop: ${develop}
  db: { image: nginx }
`
  const variable = (name: string) => (name === 'WHERE' ? 'src' : undefined)
  const noFile = () => Object.assign(new Error('none'), { code: 'ENOENT' })
  return composeReader.read({ file: '/srv/shop/compose.yaml', text }, { variable, readFile: noFile })
}

const entryOf = (text: string) =>
  readFile(`{ watch: [{ ${text} }] }`).manifests.flatMap(({ develop }) => develop?.rules ?? [])

describe('develop.watch', () => {
  it('is read as the files come to', () => {
    const entry = `path: /src/app/, action: sync+exec, target: /app/, ignore: [a], initial_sync: true, x-why: note,
      exec: { command: 'sh -c "a b"', user: u, environment: { A: 1 } }`
    deepEqual(entryOf(entry), [
      {
        ...{ service: 'web', action: 'sync+exec', path: '/src/app', target: '/app', ignore: ['a'], include: [] },
        initialSync: true,
        exec: { command: ['sh', '-c', 'a b'], env: ['A=1'], user: 'u' },
      },
    ])
  })

  it('takes a command of nothing for no exec, as docker compose does', () => {
    const [rule] = entryOf('path: /a, action: sync, target: /b, exec: { command: null, user: u }')
    deepEqual([rule?.action, rule?.exec], ['sync', undefined])
  })

  it('may have one pattern, and variables as a list, of which a name alone is empty', () => {
    const exec = '{ command: [a], environment: [B=2, WHERE] }'
    const [rule] = entryOf(`path: /a, action: sync+exec, target: /b, include: "*.js", exec: ${exec}`)
    deepEqual([rule?.include, rule?.exec?.env], [['*.js'], ['B=2', 'WHERE=']])
  })

  it('stands beside the service that a file declares, its paths from the file on and its variables replaced', () => {
    const { manifests, errors } = readFile('{ watch: [{ path: "./$WHERE", action: sync, target: /app }] }')
    const found = manifests.flatMap(({ object, develop }) => (object.kind === 'Service' ? [[object, develop]] : []))
    deepEqual(errors, [])
    deepEqual(
      found.map(([object, develop]) => [object && 'metadata' in object && object.metadata.name, develop]),
      [
        ['web', { rules: [{ service: 'web', action: 'sync', path: '/srv/shop/src', target: '/app', ...nothingElse }] }],
        ['db', undefined],
      ],
    )
    deepEqual(JSON.stringify(manifests.map(({ object }) => object)).includes('develop'), false)
  })

  for (const [develop, words] of [
    [
      '{ watch: [{ path: a, action: copy }] }',
      /^4:43 .*watch\[0\].action must be one of sync, rebuild, .* not the text "copy"/,
    ],
    ['{ watch: [{ action: restart }] }', /^4:24 .*watch\[0\] needs path/],
    ['{ watch: [{ path: a }] }', /needs action/],
    ['{ watch: [{ path: "", action: restart }] }', /must be text that is not empty/],
    ['{ watch: [{ path: a, action: sync }] }', /^4:24 .*watch\[0\] sync needs a target: write where/],
    ['{ watch: [{ path: a, action: sync+restart, target: "" }] }', /sync\+restart needs a target/],
    ['{ watch: [{ path: a, action: restart, ignored: b }] }', /did you mean ignore\?/],
    ['{ watch: [{ path: a, action: restart, ignore: { a: b } }] }', /ignore must be text/],
    ['{ watch: [{ path: a, action: restart, exec: { user: u } }] }', /exec needs command/],
    ['{ watch: [a] }', /must be a map/],
    ['{ watch: a }', /must be a list/],
    ['{ wach: [] }', /did you mean watch\?/],
  ] as const)
    it(`is refused when it is read, as by Compose: ${develop}`, () => {
      const errors = readFile(develop).errors.map(
        ({ place, path, message }) => `${place?.line}:${place?.column} ${path} ${message}`,
      )
      deepEqual(errors.length, 1)
      match(errors[0] ?? '', words)
    })

  it('may lack a target in a service that takes no part, as for Compose, but no attribute that each entry has', () => {
    const inactive = (watch: string) => readFile(`{ watch: [{ ${watch} }] }\n    profiles: [dev]`).errors
    deepEqual(inactive('path: a, action: sync'), [])
    deepEqual(inactive('path: a, action: copy').length, 1)
  })

  for (const [entry, words] of [
    [{ target: 'app' }, /has no target/],
    [{ action: 'rebuild' }, /it has no build/],
    [{ action: 'sync+exec' }, /no exec.command/],
    [{ action: 'sync+exec', exec: { command: ['c'], env: [], privileged: true } }, /privileged/],
  ] as const)
    it(`is refused when it is watched, where only Compose takes it: ${JSON.stringify(entry)}`, () => {
      const { rules, wrong } = read(entry)
      deepEqual(rules, [])
      match(wrong?.message ?? '', words)
    })
})

const nothingElse = { ignore: [], include: [], initialSync: false }
