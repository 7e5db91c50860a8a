import { deepEqual, match } from 'node:assert/strict'
import { developOf } from '../../compose/develop-rules.ts'
import { composeReader } from '../../compose/compose-reader.ts'

const read = (entry: object) => developOf([entry as never], { name: 'web', isBuilt: false })

describe('develop.watch', () => {
  it('is read as the files come to', () => {
    const entry = {
      path: '/src/app/',
      action: 'sync+exec',
      target: '/app/',
      ignore: ['a'],
      initial_sync: true,
      exec: { command: 'sh -c "a b"', user: 'u', environment: { A: '1' } },
    }
    deepEqual(read(entry), {
      rules: [
        {
          ...{ service: 'web', action: 'sync+exec', path: '/src/app', target: '/app', ignore: ['a'], include: [] },
          initialSync: true,
          exec: { command: ['sh', '-c', 'a b'], env: ['A=1'], user: 'u' },
        },
      ],
    })
  })

  it('may have one pattern, and variables as a list, of which a name alone is empty', () => {
    const exec = { command: ['a'], environment: ['B=2', 'C'] }
    const { rules } = read({ path: '/a', action: 'sync+exec', target: '/b', include: '*.js', exec })
    deepEqual([rules[0]?.include, rules[0]?.exec?.env], [['*.js'], ['B=2', 'C=']])
  })

  it('stands beside the service that a file declares, its paths from the file on and its variables replaced', () => {
    const text = `services:
  web:
    image: nginx
    develop: { watch: [{ path: "./$WHERE", action: sync, target: /app }] }
  db: { image: nginx }
`
    const variable = (name: string) => (name === 'WHERE' ? 'src' : undefined)
    const readFile = () => Object.assign(new Error('none'), { code: 'ENOENT' })
    const { manifests, errors } = composeReader.read({ file: '/srv/shop/compose.yaml', text }, { variable, readFile })
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

  for (const [entry, words] of [
    [{ path: '/a', action: 'copy' }, /no action copy/],
    [{ action: 'restart' }, /no path/],
    [{ path: '/a', action: 'sync' }, /has no target/],
    [{ path: '/a', action: 'rebuild' }, /it has no build/],
    [{ path: '/a', action: 'sync+exec', target: '/b' }, /no exec.command/],
    [{ path: '/a', action: 'sync+exec', target: '/b', exec: { command: 'c', privileged: true } }, /privileged/],
  ] as const)
    it(`refuses ${JSON.stringify(entry)}`, () => {
      const { rules, wrong } = read(entry)
      deepEqual(rules, [])
      match(wrong?.message ?? '', words)
    })
})

const nothingElse = { ignore: [], include: [], initialSync: false }
