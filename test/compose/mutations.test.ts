import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import { validateObject } from '../../api/v1/validation/validate.ts'
import type { LoadedCompose } from '../../compose/load.ts'
import { serviceAttributes } from '../../compose/attributes/service.ts'
import { corpusNames, corpusProject } from './corpus-files.ts'
import { loadText, shown } from './load-text.ts'
import { inShare } from '../support/share.ts'

const texts = corpusNames.map((name) => corpusProject(name).text)

const snippet = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '\n',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: *a',
    '!reset ',
    '${',
    '$',
    '#',
    '\t',
    '---\n',
    ': null',
    '  ',
    '%',
    '\u0000',
  ),
  fc.constantFrom(
    'services:',
    'web:',
    'image: x',
    'ports: [1]',
    '-1',
    '1e400',
    '9'.repeat(30),
    'true',
    '~',
    '0777',
    '2001-01-01',
  ),
  fc.string({ maxLength: 8 }),
)

/** A text with pieces cut out, put in or doubled at any place. */
const brokenText = fc
  .record({
    text: fc.constantFrom(...texts),
    edits: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), snippet), {
      minLength: 1,
      maxLength: 5,
    }),
  })
  .map(({ text, edits }) =>
    edits.reduce((current, [where, cut, put]) => {
      const at = Math.floor(where * current.length)
      return current.slice(0, at) + put + current.slice(at + cut)
    }, text),
  )

/** Valid YAML with wrong values. */
const wrongValues = fc
  .record({
    text: fc.constantFrom(...texts),
    changes: fc.array(
      fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...Object.keys(serviceAttributes))),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, changes }) => {
    const tree: unknown = parse(text, { merge: true })
    for (const [at, value, attribute] of changes) replaceOne(tree, at, { value, attribute })
    return stringify(tree, { aliasDuplicateObjects: false })
  })

interface Change {
  readonly value: unknown
  readonly attribute: string
}

function replaceOne(tree: unknown, at: number, { value, attribute }: Change): void {
  const spots: (() => void)[] = []
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    const record = node as Record<string, unknown>
    if (!Array.isArray(node)) spots.push(() => void (record[attribute] = value))
    for (const key of Object.keys(record)) {
      spots.push(() => void (record[key] = value))
      visit(record[key])
    }
  }
  visit(tree)
  spots[at % Math.max(1, spots.length)]?.()
}

function wellSaid(loaded: LoadedCompose, text: string): void {
  const lines = text.split('\n').length
  for (const note of [...loaded.errors, ...loaded.warnings]) {
    const { file, line, column } = note.place
    assert.ok(file === '/srv/shop/compose.yaml' && line >= 1 && line <= lines && column >= 1, shown(note))
    assert.ok(note.message.length > 0 && note.message.length < 2000, shown(note))
  }
  if (loaded.errors.length > 0) assert.deepEqual(loaded.manifests, [])
  for (const { object, provenance } of loaded.manifests) {
    assert.deepEqual(validateObject(object), [])
    assert.ok(provenance.placeOf(['spec']).line <= lines)
  }
}

describe('any file at all (S12)', () => {
  const runs = inShare(150, 5_000)

  it('with broken text is read, or refused by file and line', function () {
    this.timeout(600_000)
    fc.assert(
      fc.property(brokenText, (text) => wellSaid(loadText(text), text)),
      { numRuns: runs },
    )
  })

  it('with wrong values is read, or refused by file and line', function () {
    this.timeout(600_000)
    fc.assert(
      fc.property(wrongValues, (text) => wellSaid(loadText(text, { variables: { ACME_EMAIL: 'x' } }), text)),
      { numRuns: runs },
    )
  })

  it('says the same twice', () => {
    for (const text of texts) assert.deepEqual(objectsOf(text), objectsOf(text))
  })
})

function objectsOf(text: string): unknown {
  return loadText(text).manifests.map(({ object }) => object)
}
