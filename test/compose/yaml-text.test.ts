import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { stringify } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { yamlText } from '../../compose/canonical/yaml-text.ts'

const text = fc.oneof(
  fc.constantFrom(
    ...[
      'nginx:1.27',
      '/srv/x:/x:ro',
      'daemon off;',
      'a: b',
      'a #b',
      'no',
      'Yes',
      '~',
      '',
      ' a',
      'a ',
      '0x1f',
      '.5',
      '-1',
    ],
    ...[
      '1e3',
      '5s',
      '1h30m',
      '-f',
      '--no-x',
      '-e1',
      '0.5',
      '1.50',
      '0.0',
      '8080',
      '08',
      'a\nb',
      ' a\n  b\n',
      '\n',
      'a\n\nb\n',
      '- a',
      '{',
      '"',
      "it's",
      '$x',
      '<<',
      '=',
      'é',
      'a:',
      'null',
    ],
    ...['2001-01-01', '12:30', '!tag', '*a', '&a', '%', '@', '`', 'a\tb', '?', '? a', 'y', '0', '00', '+1'],
  ),
  fc.constantFrom(
    ...['---', '--- a', 'a\n---', 'a\n--- b\n', '...', 'a\n...\n', '---\n', '----'],
    ...['a'.repeat(1024), 'a'.repeat(1025), '1'.repeat(1025), 'é'.repeat(1025)],
  ),
  fc
    .array(fc.constantFrom('first line', '  second', 'a third: one', '', '---', '\t', 'é "x"'), { maxLength: 12 })
    .map((lines) => lines.join('\n')),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
const { tree } = fc.letrec<{ tree: YamlValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom<YamlValue>(null, true, false, 0, 1, -5, 1.5, 1e21, 9_007_199_254_740_993),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 3 }),
  ),
}))

describe('a model as YAML', () => {
  it('is what the library makes of it, to the byte', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const whole = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, schema: 'yaml-1.1' })
        assert.equal(yamlText(value), whole)
      }),
      { numRuns: process.env['RECONCILE_TEST_ALL'] === '1' ? 60_000 : 3_000 },
    )
  })
})
