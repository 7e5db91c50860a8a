import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mergeEdits } from '../../../store/writer/merge-edits.ts'

const BASE = 'services:\n  web:\n    image: a\n    scale: 2\n  api:\n    image: b\n'

describe('merging edits of commands into another text', () => {
  const merged = (ours: string, theirs: string, base = BASE) => {
    const result = mergeEdits({ base, ours, theirs })
    ok(result, 'edits of values')
    return result
  }
  const dropped = (ours: string, theirs: string) => {
    const result = merged(ours, theirs)
    equal(result.text, theirs)
    deepEqual(result.kept, [])
    equal(result.dropped.length, 1)
    return result.dropped[0]
  }
  const ours = BASE.replace('scale: 2', 'scale: 5')

  it('keeps an edit beside a changed neighbour, wherever it stands now', () => {
    const theirs = `# moved\nservices:\n  api:\n    image: b\n  web:\n    # the front\n    image: c\n    scale: 2\n`
    const { text, kept } = merged(ours, theirs)
    equal(text, theirs.replace('scale: 2', 'scale: 5'))
    deepEqual(kept, ['services.web.scale: 5'])
  })

  it('keeps what was added', () => {
    const added = `${BASE}    deploy:\n      replicas: 3\n`
    const theirs = BASE.replace('image: b', 'image: c')
    equal(merged(added, theirs).text, `${theirs}    deploy:\n      replicas: 3\n`)
  })

  it('says nothing where the other text has it too', () => {
    deepEqual(merged(ours, `${ours}# x\n`), { text: `${ours}# x\n`, kept: [], dropped: [] })
  })

  it('leaves a value that both changed as it is there, and tells its line', () => {
    const edit = dropped(ours, `\n${BASE.replace('scale: 2', 'scale: 3')}`)
    equal(edit?.line, 5)
    equal(edit?.message, 'services.web.scale: 3 of the push replaces 5, which was set in the work tree (2 before)')
  })

  for (const [was, is, said] of [
    ['environment: { DB_PASSWORD: a }', 'environment: { DB_PASSWORD: hunter2 }', 'environment.DB_PASSWORD: ***'],
    ['environment: { MODE: a }', 'environment: { MODE: b }', 'environment.MODE: "b"'],
    ['environment: { URL: "a" }', 'environment: { URL: "pg://me:hunter2@db" }', 'environment.URL: ***'],
    ['command: [serve, --token, a]', 'command: [serve, --token, hunter2]', 'command[2]: ***'],
    ['env: [{ name: DB_PASSWORD, value: a }]', 'env: [{ name: DB_PASSWORD, value: hunter2 }]', 'env[0].value: ***'],
    ['labels: { note: a }', 'labels: { note: token=hunter2 }', 'labels.note: "token=***'],
  ] as const)
    it(`shows no value that looks secret (S9): ${said}`, () => {
      const [base, edited] = [was, is].map((line) => BASE.replace('scale: 2', line))
      const theirs = `${base}# pushed\n`
      deepEqual(merged(edited ?? '', theirs, base).kept, [`services.web.${said}`])
      const gone = merged(edited ?? '', 'services: {}\n', base).dropped[0]?.message ?? ''
      ok(!gone.includes('hunter2'), gone)
    })

  it('tells of a value whose place is gone', () => {
    match(dropped(ours, 'services:\n  api:\n    image: b\n')?.message ?? '', /nothing of the push replaces 5/)
  })

  it('tells of a value that is shared there', () => {
    const theirs = 'services:\n  web: &web\n    image: a\n    scale: 2\n  api: *web\n'
    match(dropped(ours, theirs)?.message ?? '', /2, shared with other places, of the push replaces 5/)
  })

  const manifest = (name: string, replicas = 1) =>
    `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {replicas: ${replicas}}\n`
  const stream = (...documents: readonly string[]) => documents.join('---\n')
  const list = (...manifests: readonly string[]) =>
    `apiVersion: v1\nkind: List\nitems:\n${manifests.map((text) => `  - ${text.trimEnd().replaceAll('\n', '\n    ')}\n`).join('')}`

  for (const [what, file] of [
    ['a document', stream],
    ['an item of a List', list],
  ] as const) {
    const base = file(manifest('web'), manifest('db'))
    const scaled = file(manifest('web', 3), manifest('db'))

    it(`keeps an edit of ${what} with its manifest, wherever that stands now`, () => {
      for (const others of [['db'], ['db', 'cache']]) {
        const theirs = others.map((name) => manifest(name))
        const { text } = merged(scaled, file(...theirs, manifest('web')), base)
        equal(text, file(...theirs, manifest('web', 3)))
      }
    })

    it(`gives an edit of ${what} to no other one that stands in its place`, () => {
      const theirs = file(manifest('cache'), manifest('db'))
      const { text, dropped } = merged(scaled, theirs, base)
      equal(text, theirs)
      match(dropped[0]?.message ?? '', /replicas: nothing of the push replaces 3/)
    })
  }

  it('keeps an edit of an item in a list with what says the same there, and gives it to no other', () => {
    const ports = (...modes: readonly (readonly [number, string])[]) =>
      `services:\n  web:\n    ports:\n${modes.map(([target, mode]) => `      - {target: ${target}, mode: ${mode}}\n`).join('')}`
    const base = ports([80, 'host'], [443, 'host'])
    const edited = ports([80, 'ingress'], [443, 'host'])
    const { text } = merged(edited, ports([9000, 'host'], [80, 'host'], [443, 'host']), base)
    equal(text, ports([9000, 'host'], [80, 'ingress'], [443, 'host']))
    const theirs = ports([9000, 'host'], [443, 'host'])
    equal(merged(edited, theirs, base).text, theirs)
  })

  for (const [why, edited] of [
    ['takes something out', BASE.replace('    scale: 2\n', '')],
    ['changes a comment', `# by hand\n${BASE}`],
    ['changes layout beside a value', ours.replace('image: b', 'image:  b')],
    ['is broken', 'services: ['],
  ] as const)
    it(`leaves it to others where the edit ${why}`, () => {
      equal(mergeEdits({ base: BASE, ours: edited, theirs: `${BASE}# x\n` }), undefined)
    })
})
