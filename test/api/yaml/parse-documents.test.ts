import assert from 'node:assert/strict'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import { costsAtMost } from '../../support/processor-time.ts'

const values = (text: string) => {
  const { documents, errors } = parseDocuments(text, 'f.yaml')
  assert.deepEqual(errors, [])
  return documents.map(({ value }) => value)
}

const readings: readonly (readonly [string, string, unknown[]])[] = [
  [
    'YAML 1.2 core',
    'a: yes\nb: on\nc: 12:30:45\nd: true\ne: ~\nf: 0x1f\ng: 1.5',
    [{ a: 'yes', b: 'on', c: '12:30:45', d: true, e: null, f: 31, g: 1.5 }],
  ],
  ['octal numbers, old and new', 'a: 0440\nb: 0o440\nc: 0\nd: 08', [{ a: 288, b: 288, c: 0, d: 8 }]],
  [
    'numbers as Go has them',
    '[1_000, 0b11, 0B1_1, -0x1F, 0x_1F, 0O17, -0_7, 0_8, 1_, 1_0.5, 1_0e2, +1_0, 2024_01_15, -_1]',
    [[1000, 3, 3, -31, 31, 15, -7, 8, 1, 10.5, 1000, 10, 20240115, -1]],
  ],
  [
    'what only looks like a number as text',
    '[0b12, 0x, 0x_, 0xg, _1, ._5, -_, 1_a, 1.2_3.4, 1_000m, "1_000", 0b]',
    [['0b12', '0x', '0x_', '0xg', '_1', '._5', '-_', '1_a', '1.2_3.4', '1_000m', '1_000', '0b']],
  ],
  ['numbers too large for a double, as text', 'a: 12345678901234567890', [{ a: '12345678901234567890' }]],
  [
    'several documents, empty ones left out',
    '---\na: 1\n---\n---\n# only words\n---\nb: 2\n...\n',
    [{ a: 1 }, { b: 2 }],
  ],
  ['a byte order mark and CRLF', '\ufeffa: 1\r\nb:\r\n  - x\r\n', [{ a: 1, b: ['x'] }]],
  ['JSON with tabs', '{\n\t"a": [1, "\\u00e4", "\\/"],\n\t"b": {}\n}\n', [{ a: [1, 'ä', '/'], b: {} }]],
  [
    'merge keys: the own key first, then the earlier source',
    'x: &x {p: 1, q: 1}\ny: &y {p: 2, r: 2}\nz:\n  <<: [*x, *y]\n  q: 3',
    [{ x: { p: 1, q: 1 }, y: { p: 2, r: 2 }, z: { p: 1, r: 2, q: 3 } }],
  ],
  [
    'merge keys with their tag',
    'x: &x {p: 1}\ny: &y {q: 2}\na:\n  !!merge <<: *x\n  p: 3\nb: {!!merge <<: [*y, *x]}\nc: !!merge <<',
    [{ x: { p: 1 }, y: { q: 2 }, a: { p: 3 }, b: { p: 1, q: 2 }, c: '<<' }],
  ],
  ['a quoted << as a plain key', '"<<": 1', [{ '<<': 1 }]],
  ['an anchor that is named again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', [{ a: 1, b: 1, c: 2, d: 2 }]],
  ['keys of other types, as text', '8080: a\ntrue: b', [{ '8080': 'a', true: 'b' }]],
  ['nothing', '', []],
]

describe('YAML and JSON', () => {
  for (const [name, text, wanted] of readings) {
    it(`reads ${name}`, () => assert.deepEqual(values(text), wanted))
  }

  it('reads tags of Compose as markers', () => {
    const [document] = parseDocuments('a: !reset null\nb:\n  - c: !override [1]\n', 'f').documents
    assert.deepEqual(document?.value, { a: null, b: [{ c: [1] }] })
    assert.deepEqual(document?.markers, [
      { path: ['a'], tag: '!reset' },
      { path: ['b', 0, 'c'], tag: '!override' },
    ])
  })
})

describe('tags of Compose behind a merge key', () => {
  const none = 'x: &x {ports: !reset [], user: !reset null}\n'
  const rows: readonly (readonly [name: string, text: string, markers: string[]])[] = [
    ['hold', `${none}a: {<<: *x, tty: true}`, ['!reset a.ports', '!reset a.user']],
    ['hold in a list of maps, too', `${none}y: &y {tty: true}\na: {<<: [*y, *x]}`, ['!reset a.ports', '!reset a.user']],
    ['take nothing that stands beside it', `${none}a: {<<: *x, ports: [1]}`, ['!override a.ports', '!reset a.user']],
    ['take nothing that stands before it', `${none}a: {ports: [1], <<: *x}`, ['!override a.ports', '!reset a.user']],
    [
      'take nothing of a stronger map',
      `${none}y: &y {user: u}\na: {<<: [*y, *x]}`,
      ['!reset a.ports', '!override a.user'],
    ],
  ]
  for (const [name, text, wanted] of rows) {
    it(name, () => {
      const markers = parseDocuments(text, 'f').documents.flatMap((document) => document.markers)
      const ofA = markers.filter(({ path }) => path[0] === 'a')
      assert.deepEqual(
        ofA.map(({ tag, path }) => `${tag} ${path.join('.')}`),
        wanted,
      )
    })
  }
})

const refusals: readonly (readonly [string, string, number, number, RegExp])[] = [
  ['a key that stands twice', 'a: 1\nb: 2\na: 3', 3, 1, /stands twice/],
  ['a key that stands twice in JSON', '{"a": 1,\n "a": 2}', 2, 2, /stands twice/],
  ['tabs that indent', 'a:\n\tb: 1', 2, 1, /[Tt]ab/],
  ['what is not closed', 'a: [1,\nb: 2', 2, 1, /./],
  ['an alias of nothing', 'a: 1\nb: *x', 2, 4, /names no anchor/],
  ['an alias inside what it names', 'a: &a\n  b: *a', 2, 6, /inside what it names/],
  ['a merge of what is no map', 'a: &a 1\nb:\n  <<: *a', 3, 7, /takes a map/],
  [
    'binary values',
    'a: !!binary YQ==',
    1,
    4,
    /^the tag !!binary means nothing here: write the text that it stands for/,
  ],
  ['unknown tags', 'a: !vault x', 1, 4, /^the tag !vault means nothing here: take it out$/],
  ['tags that are none', 'a: !x! y', 1, 4, /^The !x! tag has no suffix$/],
  ['tags of YAML that files have no use for', 'a: !!omap x', 1, 4, /^the tag !!omap means nothing/],
  ['keys that are lists', '? [a]\n: 1', 1, 3, /must be text/],
  ['the key __proto__', 'a:\n  __proto__: {x: 1}', 2, 3, /not allowed/],
  ['numbers that JSON lacks', 'a: .inf', 1, 4, /no number/],
  ['numbers that JSON lacks, without quoting them (S9)', 'a: 12e999', 1, 4, /^this is no number/],
  ['control characters', 'a: 1\nb: x\u0000y', 2, 5, /U\+0000/],
]

describe('YAML and JSON refuse', () => {
  for (const [name, text, line, column, message] of refusals) {
    it(`${name}, with line and column`, () => {
      const { documents, errors } = parseDocuments(text, 'f.yaml')
      const [error] = errors
      assert.deepEqual({ ...error?.place }, { file: 'f.yaml', line, column, origin: 'literal' })
      assert.match(error?.message ?? '', message)
      assert.deepEqual(documents, [])
    })
  }
})

describe('YAML that is broken by what an editor does not show', () => {
  const tab = /^a tab indents this line, .* with spaces$/
  const lone = /^a carriage return \(CR\) stands here .*: save the file with line ends of LF alone$/
  const rows: readonly (readonly [what: string, text: string, place: string, message: RegExp])[] = [
    ['tabs', 'a:\n\tb: 1\n\tc: 2\n', '2:1', tab],
    ['a tab after spaces', 'a:\n  b: 1\n  \tc:\n  - 2\n', '3:3', tab],
    ['a tab in a text of several lines', 'a: |\n  b\n\tc\n', '3:1', tab],
    [
      'no-break spaces',
      'a:\n  b:\n\u00a0\u00a0c: 1\n\u00a0\u00a0d: 2\n',
      '3:1',
      /^a no-break space or its like indents .* with spaces$/,
    ],
    ['line ends that were converted twice', 'a:\r\r\n  b: 1\r\r\n  c: 2\r\r\n', '1:3', lone],
    ['line ends of CR alone', 'a:\r  b: 1\r  c: 2\r', '1:3', lone],
  ]
  for (const [what, text, place, message] of rows)
    it(`is one error, with what to do: ${what}`, () => {
      const [error, ...more] = parseDocuments(text, 'f.yaml').errors
      assert.deepEqual([`${error?.place.line}:${error?.place.column}`, more], [place, []])
      assert.match(error?.message ?? '', message)
    })

  it('is broken by something else where they mean nothing', () => {
    for (const text of ['a: |\n  b\n  \tc\nd: [\n', 'a: 1\r\nb: [\r\n']) {
      const [error] = parseDocuments(text, 'f.yaml').errors
      assert.doesNotMatch(error?.message ?? '', /tab|carriage/)
    }
  })
})

describe('YAML with a merge conflict in it', () => {
  const conflict = (a: string, b: string) => `<<<<<<< HEAD\n${a}\n=======\n${b}\n>>>>>>> other\n`

  it('is one error for each conflict, where it begins', () => {
    const { errors } = parseDocuments(`a:\n${conflict('  b: 1', '  b: 2')}c: 3\n${conflict('d: 1', 'd: 2')}`, 'f.yaml')
    assert.deepEqual(
      errors.map(({ place, message }) => `${place.line} ${message.split(':')[0]}`),
      ['2 a merge conflict is not settled here', '8 a merge conflict is not settled here'],
    )
  })

  it('is none where its lines are in a text', () => {
    const text = `a: |\n  ${conflict('b', 'c').trim().replaceAll('\n', '\n  ')}\n`
    assert.deepEqual(values(text), [{ a: conflict('b', 'c') }])
  })
})

describe('YAML that breaks off', () => {
  it('is one error, not one for each word after it', () => {
    const { errors } = parseDocuments('{kind: X}\napiVersion: v1\nmetadata: {name: web}\n', 'f.yaml')
    assert.deepEqual(
      errors.map(({ place, message }) => `${place.line} ${message}`),
      ['2 a value has ended before this: quote the whole of it, or indent this line as those it belongs to'],
    )
  })

  it('is one error where a quote does not end, or its lines are not indented', () => {
    for (const text of [
      ...['a:\n  b: "c\n  d: e\n', "a:\n  b: 'c\n  d\n  e'\nf: g\n", 'a: 1\nb: "c\n\nd: e\nf: g\n'],
      ...['a: "x"\nb: "say\n  \\"c\n  \\"d\n', "a: 'x'\nb: 'it\n  is ''c\n  '' d\n"],
    ]) {
      const { errors } = parseDocuments(text, 'f.yaml')
      assert.deepEqual(
        errors.map(({ place, message }) => `${place.line} ${message}`),
        [`2 this quote is not closed, or its next line is not indented deeper than its key`],
      )
    }
  })

  it('hides no other document of its file, and is told once', () => {
    const { documents, errors } = parseDocuments('a: 1\n---\nb: {c: 1\n---\ne: 1\ne: 2\n---\ng: 1\n', 'f.yaml')
    assert.deepEqual(
      documents.map(({ value }) => value),
      [{ a: 1 }, { g: 1 }],
    )
    assert.deepEqual(
      errors.map(({ place, message }) => `${place.line} ${message}`),
      [
        '4 the { before this is not closed with a }, or what is in it is not indented deeper than its key',
        '6 the key e stands twice in this map: keep one of them',
      ],
    )
  })
})

const bomb = [
  'a0: &a0 [x,x,x,x,x,x,x,x,x]',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`),
]

/** Documents that could cost too much time or memory; true: must be refused. */
const costly: readonly (readonly [string, () => string, boolean])[] = [
  ['an alias bomb', () => bomb.join('\n'), true],
  ['a bomb of merges', () => bomb.join('\n').replaceAll('[', '{k: [').replaceAll(']', ']}'), true],
  ['lists nested 5,000 deep', () => '['.repeat(5_000), true],
  ['sequences nested on one line', () => '- '.repeat(5_000), true],
  ['keys nested on one line', () => '? '.repeat(5_000), true],
  ['a file over 5 MB', () => `a: ${'x'.repeat(5_000_001)}`, true],
  ['a million items', () => '- a\n'.repeat(1_000_000), true],
  ['a million documents', () => '---\n'.repeat(1_000_000), true],
  ['a million comments', () => '#\n'.repeat(1_000_000), true],
  ['a map of 40,000 keys', () => Array.from({ length: 40_000 }, (_, i) => `k${i}: v`).join('\n'), false],
  ['a text of 4 MB', () => `a: ${'x'.repeat(4_000_000)}`, false],
  ['a million tags', () => '!'.repeat(1_000_000), true],
]

describe('S12: in bounded time YAML', function () {
  this.timeout(60_000)
  for (const [name, make, refused] of costly) {
    it(`${refused ? 'refuses' : 'reads'} ${name}`, async () => {
      const text = make()
      const { errors } = await costsAtMost(1_500, () => parseDocuments(text, 'f.yaml'))
      assert.equal(errors.length > 0, refused)
      assert.ok(errors.every(({ message }) => message.length < 400))
    })
  }
})

describe('a value knows its place', () => {
  const text = 'base: &base\n  image: x\n  ports:\n    - 80\nweb:\n  <<: *base\n  env: {A: 1}\ndb: *base\nnone:\n'
  const [document] = parseDocuments(text, '/f.yaml').documents
  const places: readonly (readonly [(string | number)[], number, number, string])[] = [
    [[], 1, 1, 'literal'],
    [['base', 'ports', 0], 4, 7, 'literal'],
    [['web'], 5, 1, 'literal'],
    [['web', 'env', 'A'], 7, 12, 'literal'],
    [['web', 'image'], 2, 10, 'merged'],
    [['db', 'ports', 0], 4, 7, 'merged'],
    [['web', 'env', 'nowhere', 3], 7, 8, 'literal'],
    [['none'], 9, 1, 'literal'],
    [['nowhere'], 1, 1, 'literal'],
  ]
  for (const [path, line, column, origin] of places) {
    it(`${path.join('.') || 'the document'} is at ${line}:${column}, ${origin}`, () => {
      assert.deepEqual(document?.provenance.placeOf(path), { file: '/f.yaml', line, column, origin })
    })
  }

  it('while its text is being read, and once the nodes of that are let go', () => {
    const parsed = parseDocuments(text, '/f.yaml')
    const at = () => parsed.documents.map(({ provenance }) => places.map(([path]) => provenance.placeOf(path)))
    const whileRead = at()
    parsed.letGo()
    assert.deepEqual(at(), whileRead)
    assert.deepEqual(whileRead, [places.map(([, line, column, origin]) => ({ file: '/f.yaml', line, column, origin }))])
  })

  it('and its text', () => {
    assert.equal(document?.sourceOf(['web', 'env']), 'env: {A: 1}')
    assert.equal(document?.sourceText, text.trimEnd())
  })
})
