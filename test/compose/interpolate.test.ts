import assert from 'node:assert/strict'
import { interpolate } from '../../compose/interpolation/interpolate.ts'
import { interpolateTree, pathKey } from '../../compose/interpolation/interpolate-tree.ts'

const variables: Readonly<Record<string, string>> = {
  FOO: 'foo',
  EMPTY: '',
  MONEY: '$FOO ${FOO}',
  _x1: 'under',
  foo: 'lower',
}
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined)

function textOf(template: string): string {
  const result = interpolate(template, lookup)
  return 'message' in result ? `error: ${result.message}` : result.text
}

describe('interpolation', () => {
  const values: readonly (readonly [template: string, text: string, why?: string])[] = [
    ['plain', 'plain'],
    ['', ''],
    ['$FOO', 'foo'],
    ['${FOO}', 'foo'],
    ['a$FOO-b', 'afoo-b'],
    ['$FOOBAR', '', 'a name takes all that it can'],
    ['$foo', 'lower', 'case counts'],
    ['${_x1}', 'under'],
    ['$NOPE', ''],
    ['${EMPTY}', ''],
    ['${FOO:-w}', 'foo'],
    ['${EMPTY:-w}', 'w'],
    ['${NOPE:-w}', 'w'],
    ['${NOPE:-}', ''],
    ['${FOO-w}', 'foo'],
    ['${EMPTY-w}', ''],
    ['${NOPE-w}', 'w'],
    ['${FOO:+w}', 'w'],
    ['${EMPTY:+w}', ''],
    ['${NOPE:+w}', ''],
    ['${FOO+w}', 'w'],
    ['${EMPTY+w}', 'w'],
    ['${NOPE+w}', ''],
    ['${FOO:?e}', 'foo'],
    ['${FOO?e}', 'foo'],
    ['${EMPTY?e}', ''],
    ['${FOO?bar-baz}', 'foo', 'the first operator is the operator'],
    ['${NOPE-b:?c}', 'b:?c'],
    ['${NOPE:-a:-b}', 'a:-b'],
    ['${NOPE:-${FOO}}', 'foo'],
    ['${NOPE:-${GONE:-${FOO}!}}?', 'foo!?'],
    ['${FOO:+${FOO}${EMPTY:-x}}', 'foox'],
    ['${NOPE:-{"a": {"b": 1}}}', '{"a": {"b": 1}}', 'braces are counted'],
    ['${NOPE:-$$}', '$'],
    ['${NOPE:-two\nlines}', 'two\nlines'],
    ['${FOO} and ${NOPE:-x} }', 'foo and x }'],
    ['$$', '$'],
    ['$$FOO', '$FOO'],
    ['$${FOO}', '${FOO}'],
    ['$$$$FOO', '$$FOO'],
    ['$$$FOO', '$foo'],
    ['$1', '$1', 'a dollar that begins no name stays'],
    ['$(date) $', '$(date) $'],
    ['a$', 'a$'],
    ['$ FOO', '$ FOO'],
    ['${MONEY}', '$FOO ${FOO}', 'what is put in is not read again'],
    ['${NOPE:-${MONEY}}', '$FOO ${FOO}'],
    ['é${FOO}ü', 'éfooü'],
  ]
  for (const [template, text, why] of values) {
    it(`makes ${JSON.stringify(text)} of ${JSON.stringify(template)}${why ? `: ${why}` : ''}`, () => {
      assert.equal(textOf(template), text)
    })
  }

  const errors: readonly (readonly [template: string, words: RegExp])[] = [
    ['${EMPTY:?say why}', /EMPTY is empty: say why/],
    ['${NOPE:?}', /NOPE is not set; set it/],
    ['${NOPE?for ${FOO}}', /NOPE is not set: for foo/],
    ['${NOPE:-${GONE?inner}}', /GONE is not set: inner/],
    ['${}', /has a \$\{ that names no variable/],
    ['${1}', /names no variable/],
    ['${ FOO }', /names no variable/],
    ['${FOO/bar}', /names no variable/],
    ['${FOO:bar}', /names no variable/],
    ['${FOO', /without its closing }/],
    ['${FOO:-{}', /without its closing }/],
    ['${NOPE:-${1}}', /names no variable/],
    [`${'${A:-'.repeat(40)}${'}'.repeat(40)}`, /deeper than 20/],
  ]
  for (const [template, words] of errors) {
    it(`refuses ${JSON.stringify(template.slice(0, 30))}`, () => assert.match(textOf(template), words))
  }

  it('names the variables that were unset, and those that left nothing', () => {
    const result = interpolate('${NOPE:-x}$GONE${EMPTY:-y}$FOO', lookup)
    assert.deepEqual(result, {
      text: 'xyfoo',
      names: ['NOPE', 'GONE', 'EMPTY', 'FOO'],
      unset: ['NOPE', 'GONE'],
      blank: ['GONE'],
    })
  })

  it('looks up every variable that stands in a text, also where its value is not needed', () => {
    const asked: string[] = []
    interpolate('${FOO:-${A}}${B:+${C:?${D}}}', (name) => {
      asked.push(name)
      return name === 'FOO' ? 'x' : undefined
    })
    assert.deepEqual([...new Set(asked)].sort(), ['A', 'B', 'C', 'D', 'FOO'])
  })

  it('reads many thousand references in one text', () => {
    assert.equal(textOf('${FOO}'.repeat(100_000)), 'foo'.repeat(100_000))
  })
})

describe('interpolation of a document', () => {
  const tree = { $FOO: ['$FOO', 7, null, { a: '${NOPE}', b: '${1}', c: 'x' }], again: '$NOPE' }
  const result = interpolateTree(tree, lookup)

  it('replaces values and leaves keys, numbers and what is broken', () => {
    assert.deepEqual(result.value, { $FOO: ['foo', 7, null, { a: '', b: '${1}', c: 'x' }], again: '' })
  })

  it('says which values variables stand in', () => {
    assert.deepEqual([...result.interpolated.keys()], [pathKey(['$FOO', 0]), pathKey(['$FOO', 3, 'a']), 'again'])
  })

  it('tells of each flaw by path, and of each blank variable once', () => {
    assert.deepEqual(
      result.flaws.map(({ path }) => path),
      [['$FOO', 3, 'b']],
    )
    assert.deepEqual(
      result.blanks.map(({ path }) => path),
      [['$FOO', 3, 'a']],
    )
  })
})
