import assert from 'node:assert/strict'
import { parsePorts } from '../../../compose/units/port.ts'
import { shellWords } from '../../../compose/units/shell-words.ts'
import { parseVolume } from '../../../compose/units/volume.ts'

describe('the short form of a port', () => {
  const accepted: readonly (readonly [text: string, ...ports: Record<string, unknown>[]])[] = [
    ['80', { containerPort: 80 }],
    ['8080:80', { containerPort: 80, hostPort: 8080 }],
    ['127.0.0.1:8080:80', { containerPort: 80, hostPort: 8080, hostIP: '127.0.0.1' }],
    ['127.0.0.1::82', { containerPort: 82, hostIP: '127.0.0.1' }],
    ['[::1]:80:80', { containerPort: 80, hostPort: 80, hostIP: '::1' }],
    ['::1:81:81', { containerPort: 81, hostPort: 81, hostIP: '::1' }],
    ['80/TCP', { containerPort: 80, protocol: 'tcp' }],
    ['80:80/sctp', { containerPort: 80, hostPort: 80, protocol: 'sctp' }],
    ['80-81', { containerPort: 80 }, { containerPort: 81 }],
    ['85-86:80-81', { containerPort: 80, hostPort: 85 }, { containerPort: 81, hostPort: 86 }],
    ['85-87:80', { containerPort: 80, hostPort: 85, hostPortEnd: 87 }],
    ['0:80', { containerPort: 80 }],
    [':80', { containerPort: 80 }],
    ['65535:65535', { containerPort: 65_535, hostPort: 65_535 }],
  ]
  for (const [text, ...ports] of accepted) it(`${text} is accepted`, () => assert.deepEqual(parsePorts(text), ports))

  for (const text of [
    '',
    '1:2/foo',
    '65536',
    '65536:80',
    'localhost:1:1',
    '90-95:90-91',
    'a',
    '80:',
    '81-80',
    '1:2/tcp/udp',
    '300.1.1.1:1:1',
    '0',
    '-1',
  ]) {
    it(`${JSON.stringify(text)} is refused`, () => assert.ok('message' in parsePorts(text)))
  }
})

describe('the short form of a volume', () => {
  const accepted: readonly (readonly [text: string, entry: Record<string, unknown>])[] = [
    ['/data', { type: 'Volume', target: '/data', options: [] }],
    ['data:/data', { type: 'Volume', source: 'data', target: '/data', options: [] }],
    ['data:/data:ro,z', { type: 'Volume', source: 'data', target: '/data', options: ['ro', 'z'] }],
    ['./a:/b', { type: 'Bind', source: './a', target: '/b', options: [] }],
    ['.:/b', { type: 'Bind', source: '.', target: '/b', options: [] }],
    ['~/a:/b', { type: 'Bind', source: '~/a', target: '/b', options: [] }],
    ['/a:/b:rw', { type: 'Bind', source: '/a', target: '/b', options: ['rw'] }],
    ['x/y:/z', { type: 'Volume', source: 'x/y', target: '/z', options: [] }],
    ['a:/x', { type: 'Volume', source: 'a', target: '/x', options: [] }],
    ['v:/d:nocopy', { type: 'Volume', source: 'v', target: '/d', options: ['nocopy'] }],
    ['v:/y:z', { type: 'Volume', source: 'v', target: '/y', options: ['z'] }],
    ['C:\\a:/b', { type: 'Bind', source: 'C:\\a', target: '/b', options: [] }],
    ['C:/x:D:/y:ro', { type: 'Bind', source: 'C:/x', target: 'D:/y', options: ['ro'] }],
    ['C:/x:/y', { type: 'Bind', source: 'C:/x', target: '/y', options: [] }],
    [
      '\\\\.\\pipe\\x:\\\\.\\pipe\\y',
      { type: 'NamedPipe', source: '\\\\.\\pipe\\x', target: '\\\\.\\pipe\\y', options: [] },
    ],
  ]
  for (const [text, entry] of accepted) it(`${text} is accepted`, () => assert.deepEqual(parseVolume(text), entry))

  for (const text of ['', ':', 'a:', ':/a', 'a:/b:ro:x', 'a::ro']) {
    it(`${JSON.stringify(text)} is refused`, () => assert.ok('message' in parseVolume(text)))
  }
})

describe('a command line', () => {
  const accepted: readonly (readonly [line: string, words: readonly string[]])[] = [
    ['', []],
    ['  ', []],
    ['a b  c', ['a', 'b', 'c']],
    [`sh -c 'a; b' "" ''`, ['sh', '-c', 'a; b', '', '']],
    [`'d\\e' "f\\g" h\\ i`, ['d\\e', 'fg', 'h i']],
    [`a"b c"'d e'f`, ['ab cd ef']],
    ['"say \\"x\\""', ['say "x"']],
    ['a #b', ['a', '#b']],
    ['$FOO `x`', ['$FOO', '`x`']],
    ['a\nb', ['a', 'b']],
    ['a\u00a0b', ['a\u00a0b']],
    ['echo x$(b "c d") `e f` $', ['echo', 'x$(b "c d")', '`e f`', '$']],
  ]
  for (const [line, words] of accepted)
    it(`${JSON.stringify(line)} is ${words.length} words`, () => assert.deepEqual(shellWords(line)?.words, words))

  for (const line of [`'a`, '"a', 'a\\']) it(`${line} is refused`, () => assert.equal(shellWords(line), undefined))

  it('tells of words that only a shell understands, unless they are quoted', () => {
    assert.deepEqual(shellWords('a && b > c 2>> d | e')?.shellOnly, ['&&', '>', '2>>', '|'])
    assert.deepEqual(shellWords('sleep 5; x ; y;')?.shellOnly, ['5;', ';', 'y;'])
    assert.deepEqual(shellWords(`a '&&' ">" ';' {} \\; 'b;' http://x/?a;b`)?.shellOnly, [])
  })
})
