import { deepEqual, equal, match, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { changedValue, type ValueChange } from '../../../store/writer/changed-value.ts'
import { editStructure } from '../../../store/writer/edit-structure.ts'
import { texts } from './texts.ts'
import { inShare } from '../../support/share.ts'

const WEB = `# the shop's
kind: Service
spec:
  replicas: 2   # enough
  template:
    image: nginx
    env:
      # where it is
      - name: HOME
        value: /srv

      - { name: LANG, value: C }   # plain
    ports: [{containerPort: 80}, {containerPort: 81}]
    labels:
      a: "1"
      b: '2'
    command: [sh]

  # the end
`
const env = ['spec', 'template', 'env'] as const

describe('changing the structure of a YAML text', () => {
  const cases: readonly ({
    readonly it: string
    readonly text?: string
    readonly becomes: (text: string) => string
  } & ValueChange)[] = [
    {
      it: 'adds a list as lines, indented as others are',
      path: ['spec', 'template', 'secrets'],
      value: [{ secret: 'key' }],
      becomes: (text) => text.replace('[sh]\n', '[sh]\n    secrets:\n      - secret: key\n'),
    },
    {
      it: 'adds a map within a map that is not there',
      path: ['spec', 'placement', 'constraints'],
      value: { a: ['b'] },
      becomes: (text) => text.replace('[sh]\n', '[sh]\n  placement:\n    constraints:\n      a:\n        - b\n'),
    },
    {
      it: 'indents no list where others are not',
      text: 'spec:\n    args:\n    - a\n',
      path: ['spec', 'env'],
      value: [{ name: 'A', value: 'b' }],
      becomes: (text) => `${text}    env:\n    - name: A\n      value: b\n`,
    },
    {
      it: 'fills a key that has no value',
      text: 'spec:\n  env: # none yet\n  image: a\n',
      path: ['spec', 'env'],
      value: [{ name: 'A' }],
      becomes: (text) => text.replace('yet\n', 'yet\n    - name: A\n'),
    },
    {
      it: 'takes a key out with all that is below it',
      path: ['spec', 'template', 'labels'],
      how: 'remove',
      becomes: (text) => text.replace(/ {4}labels:\n.*\n.*\n/, ''),
    },
    {
      it: 'takes a key out of braces',
      text: 'spec: { a: 1, b: "2" , c: [3] }\n',
      path: ['spec', 'c'],
      how: 'remove',
      becomes: () => 'spec: { a: 1, b: "2" }\n',
    },
    {
      it: 'takes the first key out behind a dash',
      text: '- a: 1\n  b: 2 # two\n',
      path: [0, 'a'],
      how: 'remove',
      becomes: () => '- b: 2 # two\n',
    },
    {
      it: 'takes out the last line of a text without an end',
      text: 'a: 1\r\nb: 2',
      path: ['b'],
      how: 'remove',
      becomes: () => 'a: 1',
    },
    {
      it: 'puts an item behind the last one',
      path: [...env, 2],
      how: 'insert',
      value: { name: 'TZ', value: 'UTC' },
      becomes: (text) => text.replace('# plain\n', '# plain\n      - name: TZ\n        value: UTC\n'),
    },
    {
      it: 'puts an item between two',
      path: [...env, 1],
      how: 'insert',
      value: { name: 'TZ' },
      becomes: (text) => text.replace('/srv\n', '/srv\n      - name: TZ\n'),
    },
    {
      it: 'puts items into brackets',
      path: ['spec', 'template', 'ports', 1],
      how: 'insert',
      value: { containerPort: 8080 },
      becomes: (text) => text.replace('80}, {', '80}, { containerPort: 8080 }, {'),
    },
    {
      it: 'takes an item out of brackets',
      path: ['spec', 'template', 'ports', 0],
      how: 'remove',
      becomes: (text) => text.replace('{containerPort: 80}, ', ''),
    },
    {
      it: 'puts a first item before the others',
      text: 'args:\r\n- a\r\n- b\r\n',
      path: ['args', 0],
      how: 'insert',
      value: 'c',
      becomes: () => 'args:\r\n- c\r\n- a\r\n- b\r\n',
    },
    {
      it: 'sets a list in the place of another',
      path: ['spec', 'template', 'command'],
      value: ['sh', '-c', 'a # b'],
      becomes: (text) => text.replace('command: [sh]', 'command:\n      - sh\n      - -c\n      - "a # b"'),
    },
    {
      it: 'sets an empty map in the place of lines',
      path: ['spec', 'template', 'labels'],
      value: {},
      becomes: (text) => text.replace(/labels:\n.*\n.*\n/, 'labels: {}\n'),
    },
    {
      it: 'sets an item of a list',
      text: 'args:\n  - a\n  - b: 1\n    c: 2\n  - d\n',
      path: ['args', 1],
      value: { e: 3, f: 4 },
      becomes: () => 'args:\n  - a\n  - e: 3\n    f: 4\n  - d\n',
    },
    {
      it: 'changes the document that is meant',
      text: 'a: 1\n---\na: 1\nb: 2\n',
      path: ['b'],
      how: 'remove',
      becomes: (text) => text.replace('b: 2\n', ''),
    },
  ]
  for (const { it: sentence, text = WEB, becomes, ...change } of cases)
    it(sentence, () => {
      const document = text.includes('---') ? 1 : 0
      const wanted = becomes(text)
      ok(wanted !== text)
      deepEqual(editStructure(text, { document, ...change }), { text: wanted })
    })

  for (const { what, text = WEB, line, says, ...change } of [
    {
      what: 'what a comment is above',
      path: [...env, 0],
      how: 'remove',
      line: 9,
      says: /the comment above it is about/,
    },
    {
      what: 'a place that a comment is above',
      path: [...env, 0],
      how: 'insert',
      line: 9,
      says: /comment above the first/,
    },
    {
      what: 'what a comment stands behind',
      path: [...env, 1],
      how: 'remove',
      line: 12,
      says: /a comment stands there/,
    },
    { what: 'what comments stand in', path: env, value: [], line: 9, says: /a comment stands there/ },
    { what: 'the only one', text: 'a:\n  - b\n', path: ['a', 0], how: 'remove', line: 2, says: /would be empty/ },
    {
      what: 'what an alias brings',
      text: 'x: &x {a: 1}\ny: *x\n',
      path: ['y', 'a'],
      how: 'remove',
      line: 2,
      says: /&x/,
    },
    {
      what: 'what others take by an anchor',
      text: 'x: &x\n  a: 1\n  b: 2\ny: *x\n',
      ...{ path: ['x', 'b'], how: 'remove', line: 3, says: /can not be changed alone/ },
    },
    {
      what: 'what a merge brings',
      text: 'x: &x { a: 1 }\ny:\n  <<: *x\n  b: 2\n',
      ...{ path: ['y', 'a'], how: 'remove', line: 3, says: /a does not stand there itself/ },
    },
    { what: 'an item of no list', path: ['spec', 'replicas', 0], how: 'insert', line: 4, says: /nothing below it/ },
    { what: 'a text that is none', text: 'a: [', path: ['a'], how: 'remove', line: 1, says: /can't be read/ },
  ] as readonly (ValueChange & { what: string; text?: string; line: number; says: RegExp })[])
    it(`refuses ${what}`, () => {
      const answer = editStructure(text, { document: 0, ...change })
      ok('refused' in answer, JSON.stringify(answer))
      match(answer.refused, says)
      equal(answer.line, line)
    })
})

const CHANGES = inShare(200, 5_000)

describe('any change of the structure of any file', function () {
  this.timeout(180_000)
  const all = Object.values(texts).flatMap((text) =>
    parseDocuments(text, 'a.yaml').documents.flatMap(({ value }, document) =>
      pathsIn(value, []).map((path) => ({ text, document, value, path })),
    ),
  )
  const value = fc.constantFrom<YamlValue>('a: b', ['x', { y: 1 }], { k: { l: ['- m', '# n'] } }, [], {}, null)

  it(`says that and nothing else, every comment kept (${CHANGES} changes of ${all.length} places)`, () => {
    let made = 0
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.constantFrom('insert', 'remove', undefined), value, (place, how, set) => {
        const { text, document, path } = place
        const change = { path, how, value: set }
        const edited = editStructure(text, { document, ...change })
        if ('refused' in edited) return
        made += 1
        const { documents, errors } = parseDocuments(edited.text, 'a.yaml')
        equal(errors.length, 0)
        deepEqual(documents[document]?.value, changedValue(place.value, change))
        isOnePiece(text, edited.text)
        for (const [comment] of text.matchAll(/(?<=\s)# .*$/gm)) ok(edited.text.includes(comment.trimEnd()), comment)
      }),
      { numRuns: CHANGES },
    )
    ok(made > CHANGES * 0.3, `${made} of ${CHANGES} were made`)
  })
})

/** Lines before and behind one piece are as they were. */
function isOnePiece(before: string, after: string): void {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const from = old.findIndex((line, index) => now[index] !== line)
  const same = old.toReversed().findIndex((line, index) => now.at(-1 - index) !== line)
  ok(from < 0 || same < 0 || from + same <= Math.max(old.length, now.length), 'one piece')
}

function pathsIn(value: YamlValue, at: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return at.length > 0 ? [at] : []
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return [...(at.length > 0 ? [at] : []), ...keys.flatMap((key) => pathsIn((value as never)[key], [...at, key]))]
}
