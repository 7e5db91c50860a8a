import assert from 'node:assert/strict'
import { parseEnvFile, parseRawEnvFile } from '../../compose/env-file.ts'

const outside = (name: string) => ({ OUT: 'outside', HOME: '/root' })[name]

function valuesOf(text: string): Record<string, string | undefined> {
  const { entries, errors } = parseEnvFile(text, outside)
  assert.deepEqual(errors, [])
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]))
}

describe('an env file', () => {
  const cases: readonly (readonly [text: string, values: Record<string, string | undefined>, why?: string])[] = [
    ['A=1', { A: '1' }],
    ['A=1\nB=2\n', { A: '1', B: '2' }],
    ['\ufeffA=1\r\nB=2\r\n', { A: '1', B: '2' }, 'with a byte order mark and CRLF'],
    ['A="1\r\n2" # c\r\nC=x # c\r\n', { A: '1\r\n2', C: 'x' }, 'with CRLF within quotes, which stays'],
    ['# c\n\n  # d\nA=1 # e\n', { A: '1' }],
    ['A=b#c', { A: 'b#c' }, 'a comment needs a space'],
    ['A=b #c', { A: 'b' }],
    ['A=  x y  ', { A: 'x y' }],
    ['A=', { A: '' }],
    ['A: yaml', { A: 'yaml' }],
    ['A = 1', { A: '1' }],
    ['export A=1', { A: '1' }],
    ['export\tB=2', { B: '2' }],
    ['exportA=1', { exportA: '1' }],
    ['A.b-c[0]=1', { 'A.b-c[0]': '1' }],
    ['OUT', { OUT: 'outside' }, 'a bare name takes what is outside'],
    ['NOPE\nA=1', { NOPE: undefined, A: '1' }],
    ['A=$OUT/${NOPE:-x}', { A: 'outside/x' }],
    ['A=1\nB=$A$A', { A: '1', B: '11' }, 'entries above are seen'],
    ['OUT=inside\nB=$OUT', { OUT: 'inside', B: 'outside' }, 'the outside wins'],
    ["A='$OUT #x'", { A: '$OUT #x' }, 'single quotes are literal'],
    ["A='it\\'s'", { A: "it's" }],
    ["A='two\nlines'\nB=1", { A: 'two\nlines', B: '1' }],
    ['A="two\nlines" # c\nB=1', { A: 'two\nlines', B: '1' }],
    ['A="\\t\\n\\"\\\\ \\101 \\0101 \\q"', { A: '\t\n"\\ \\101 A \\q' }],
    ['A="$OUT \\$OUT $$OUT"', { A: 'outside $OUT $OUT' }],
    ['A="#x"', { A: '#x' }],
    ['A=a"b"', { A: 'a"b"' }, 'a quote within is a letter'],
    ['A=1\nA=2', { A: '2' }, 'the last one holds'],
    ['A=a=b=c', { A: 'a=b=c' }],
    ['é=1', { é: '1' }],
    [
      'A=\'1\' B="2" C=3 4\nD=5',
      { A: '1', B: '2', C: '3 4', D: '5' },
      'as docker compose takes what follows a quoted value',
    ],
    ['', {}],
  ]
  for (const [text, values, why] of cases) {
    it(`${JSON.stringify(text)} gives ${JSON.stringify(values)}${why ? `: ${why}` : ''}`, () => {
      assert.deepEqual(valuesOf(text), values)
    })
  }

  const errors: readonly (readonly [text: string, line: number, words: RegExp])[] = [
    ['A=1\nB C=2', 2, /no variable is named here/],
    ['=1', 1, /no variable is named here/],
    ['A="x', 1, /quote of A is not closed/],
    ["A=1\nB='x\n\n", 2, /quote of B is not closed/],
    ['A=1\n\nB=${1}', 3, /B: has a \$\{ that names no variable/],
    ['A=${NOPE:?no}', 1, /NOPE is not set: no/],
    ['A="x" y\nB=1', 1, /nothing may follow the closing quote of A/],
    ['A\0=\x001\0\n\0', 1, /NUL characters, as UTF-16 has: save it as UTF-8/],
    ['A=1\rB=2\r', 1, /lines end with CR alone/],
    ['- A=1', 1, /no variable is named here/],
  ]
  for (const [text, line, words] of errors) {
    it(`refuses ${JSON.stringify(text)} with its line`, () => {
      const [error] = parseEnvFile(text, outside).errors
      assert.equal(error?.line, line)
      assert.match(error?.message ?? '', words)
    })
  }

  it('goes on after an error, and knows the place of each entry', () => {
    const { entries, errors } = parseEnvFile('A B=1\n  C=2\n', outside)
    assert.equal(errors.length, 1)
    assert.deepEqual(entries, [{ name: 'C', value: '2', line: 2, column: 3, references: false, unset: [] }])
  })

  it('tells of each variable that is not set, once, with the remedy and without the value', () => {
    const { entries, warnings } = parseEnvFile(
      'PW=ab$cd\nX=$cd\n  Y="s3cret$E1 ${NO:-x} \\$F $$F"\nZ=\'$G\'\n',
      outside,
    )
    assert.deepEqual(
      entries.map(({ value }) => value),
      ['ab', '', 's3cret x $F $F', '$G'],
    )
    const told = (name: string, variable: string) =>
      `${name}: the variable ${variable} is not set and stands for nothing: set it, or where a dollar sign is meant, write $$ or put the whole value in single quotes`
    assert.deepEqual(warnings, [
      { line: 1, column: 1, message: told('PW', 'cd') },
      { line: 3, column: 3, message: told('Y', 'E1') },
    ])
    assert.deepEqual(parseRawEnvFile('A=$B', outside).warnings, [])
  })

  it('is read in time that grows with it alone where all of it is one line', function () {
    this.timeout(15_000)
    const many = Array.from({ length: 99_000 }, (_, at) => `A${at}="x"${' '.repeat(200)}`).join('')
    assert.equal(Object.keys(valuesOf(`${many}B="${'x'.repeat(3_500_000)}"`)).length, 99_001)
  })

  it('in raw format is taken line by line', () => {
    const { entries, errors } = parseRawEnvFile('# c\nA="$OUT" # x\r\n  B=\nOUT\nC D=1', outside)
    assert.deepEqual(
      entries.map(({ name, value }) => [name, value]),
      [
        ['A', '"$OUT" # x'],
        ['B', ''],
        ['OUT', 'outside'],
      ],
    )
    assert.equal(errors[0]?.line, 5)
  })
})

describe('an env file with a merge conflict in it', () => {
  const conflict = (a: string, b: string) => `<<<<<<< HEAD\n${a}\n=======\n${b}\n>>>>>>> other\n`
  const text = `\ufeffA=0\n${conflict('B=1', 'B=2')}C=3\n${conflict('D=1', 'D=2')}`

  for (const [format, parse] of Object.entries({ dotenv: parseEnvFile, raw: parseRawEnvFile }))
    it(`is one error for each conflict, where it begins, as ${format}`, () => {
      assert.deepEqual(
        parse(text, outside).errors.map(({ line, column, message }) => `${line}:${column} ${message.split(':')[0]}`),
        ['2:1 a merge conflict is not settled here', '8:1 a merge conflict is not settled here'],
      )
    })

  it('is none where its lines are in a value', () => {
    assert.deepEqual(valuesOf(`A="${conflict('B', 'C')}"`), { A: conflict('B', 'C') })
  })
})
