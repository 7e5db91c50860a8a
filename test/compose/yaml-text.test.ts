import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parse } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { modelYaml } from '../../compose/canonical/print.ts'
import { yamlText } from '../../compose/canonical/yaml-text.ts'
import { dockerCompose } from './oracle.ts'
import { ourModel, theirs, withProject } from './project-on-disk.ts'
import { inShare } from '../support/share.ts'

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

const runs = inShare(3_000, 60_000)

describe('a model as YAML', () => {
  it('is read back as what it was, by whatever version of YAML', () => {
    fc.assert(
      fc.property(tree, (value) => {
        // The library alone takes `.` for a number of YAML 1.1; it is also the name of a directory.
        fc.pre(!JSON.stringify(value).includes('"."'))
        const written = yamlText(value)
        for (const version of ['1.1', '1.2'] as const)
          assert.equal(JSON.stringify(parse(written, { version })), JSON.stringify(value), written)
      }),
      { numRuns: runs },
    )
  })

  it('has every text as Docker Compose writes it, to the byte', function () {
    const program = dockerCompose()
    if (program === undefined) return this.skip()
    const texts = fc
      .sample(text, { seed: 1, numRuns: Math.min(runs, 4_000) })
      .filter((each) => !/\p{Surrogate}/u.test(each) && !isMisread(each))
    const labels = Object.fromEntries(texts.map((each, at) => [`l${at}`, each.replaceAll('$', '$$$$')]))
    const project = { files: { 'compose.yaml': JSON.stringify({ services: { a: { image: 'x', labels } } }) } }
    withProject(project, (directory) => {
      const { output } = theirs(program, directory, { ...project, print: [] })
      assert.equal(modelYaml(ourModel(directory, project, { style: 'yaml' })), output)
    })
    return undefined
  })
})

/** Whether only parsers other than Go's take a text for a number; we quote it all the same. */
function isMisread(text: string): boolean {
  return /^(?:[-+.]*e[-+]?\d+|\d{300,}|[-+]\.[\d_]*|\._[\d_]*)$/i.test(text)
}
