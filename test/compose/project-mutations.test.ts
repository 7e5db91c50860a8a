import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import { join } from 'node:path/posix'
import fc from 'fast-check'
import { canonicalModel } from '../../compose/canonical/model.ts'
import { modelJson, modelYaml } from '../../compose/canonical/print.ts'
import { loadCompose, type LoadedCompose } from '../../compose/load.ts'
import { shown } from './load-text.ts'
import { mergeProjects } from './merge-projects.ts'
import { inShare } from '../support/share.ts'

const directory = '/srv/shop'

const snippet = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    '\n',
    '"',
    '&a ',
    '*a',
    '<<: *a',
    '!reset ',
    '!override ',
    '${',
    '$',
    '\t',
    '---\n',
  ],
  ...[
    'include: [compose.yaml]\n',
    'extends: web',
    'extends: {file: more.yaml, service: web}',
    'null',
    'services:\n',
    '  ',
  ],
)

/** A project of several files, one of which was changed at random. */
const mutated = fc
  .record({
    project: fc.constantFrom(...mergeProjects.map(([, project]) => project)),
    which: fc.nat(),
    edits: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20), snippet), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ project, which, edits }) => {
    const paths = Object.keys(project.files)
    const path = paths[which % paths.length] ?? ''
    const text = edits.reduce((current, [where, cut, put]) => {
      const at = Math.floor(where * current.length)
      return current.slice(0, at) + put + current.slice(at + cut)
    }, project.files[path] ?? '')
    return { ...project, files: { ...project.files, [path]: text } }
  })

function load(files: Readonly<Record<string, string>>, named: readonly string[]): LoadedCompose {
  const [main = '', ...more] = named
  const textOf = (path: string) => ({ file: join(directory, path), text: files[path] ?? '' })
  const absolute = Object.fromEntries(Object.entries(files).map(([path, text]) => [join(directory, path), text]))
  return loadCompose({
    ...textOf(main),
    over: more.map(textOf),
    baseDirectory: directory,
    variables: () => undefined,
    readFile: (path) => absolute[path] ?? Object.assign(new Error('none'), { code: 'ENOENT' }),
  })
}

describe('any project of several files at all (S12)', () => {
  it('is read, or refused by a file of it and a line; what is read can be printed', function () {
    this.timeout(600_000)
    fc.assert(
      fc.property(mutated, ({ files, named = ['compose.yaml'] }) => {
        const loaded = load(files, named)
        for (const note of [...loaded.errors, ...loaded.warnings]) {
          const text = files[note.place.file.slice(directory.length + 1)]
          assert.ok(
            text !== undefined && note.place.line <= text.split('\n').length,
            `${note.place.file}: ${shown(note)}`,
          )
        }
        if (loaded.errors.length > 0) return assert.deepEqual(loaded.manifests, [])
        assert.ok(loaded.project)
        for (const style of ['yaml', 'json'] as const) {
          const model = canonicalModel(loaded, loaded.project, { baseDirectory: directory, style })
          assert.ok((style === 'json' ? modelJson(model) : modelYaml(model)).length > 0)
        }
      }),
      { numRuns: inShare(150, 5_000) },
    )
  })
})
