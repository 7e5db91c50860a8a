import assert from 'node:assert/strict'
import { composeReader } from '../../../../compose/compose-reader.ts'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'
import { readManifests } from '../../../../store/source/reading/manifests.ts'
import { fileReading } from '../../../../store/source/reading/reading.ts'
import { costsAtMost } from '../../../support/processor-time.ts'
import { createWorld, service } from '../world.ts'

/** The longest value that a variable may have. */
const long = 'x'.repeat(131_072)

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('')
const longs = (count: number, value = `"${long}"`) => many(count, (index) => `A${index}: ${value}, `)

interface Small {
  readonly text: string
  /** The files beside it. */
  readonly beside?: Readonly<Record<string, string>>
  readonly refused: RegExp
}

/** Files that come to hundreds of megabytes once all is written out (S12). */
const bombs: Readonly<Record<string, Small>> = {
  'an alias in a manifest': {
    text: `${service('web').replace('spec:', `  annotations: {big: &a "${long}"}\nspec:`)}    env:\n${many(4_096, (index) => `    - {name: A${index}, value: *a}\n`)}`,
    refused: /a\.yaml:50:\d+: with this alias, the aliases stand for too much text/,
  },
  'aliases in many documents': {
    text: many(500, () => `---\nx-a: &a "${'x'.repeat(5_000)}"\nb: [${many(120, () => '*a, ')}]\n`),
    refused: /a\.yaml:27:\d+: with this alias/,
  },
  'a merge key': {
    text: `x-a: &a {image: x, environment: {${longs(10)}}}\nservices:\n${many(1_000, (index) => `  s${index}: {<<: *a}\n`)}`,
    refused: /a\.yaml:6:\d+: with this alias/,
  },
  'a service that others extend': {
    text: `services:\n  base: {image: x, environment: {${longs(10)}}}\n${many(1_000, (index) => `  s${index}: {extends: base}\n`)}`,
    refused: /a\.yaml:6:\d+: services\.s3\.extends: comes to too much text/,
  },
  'a file that is included in many ways': {
    text: `include:\n${many(400, (index) => `- {path: i.yaml, project_directory: d${index}}\n`)}`,
    beside: { 'i.yaml': `x-a: &a "${long}"\nservices: {web: {image: x, environment: {${longs(10, '*a')}}}}\n` },
    refused: /a\.yaml:5:3: include\[3\]: comes to too much text/,
  },
  'a file with variables that is included in many ways': {
    text: `include:\n${many(400, (index) => `- {path: i.yaml, project_directory: d${index}}\n`)}`,
    beside: {
      '.env': `BIG=${long}\n`,
      'i.yaml': `services: {web: {image: x, environment: {${longs(10, '"${BIG}"')}}}}\n`,
    },
    refused: /i\.yaml:1:1: comes to too much text/,
  },
  'an env file with variables': {
    text: `services:\n${many(500, (index) => `  s${index}: {image: x, env_file: e}\n`)}`,
    beside: { '.env': `BIG=${long}\n`, e: many(20, (index) => `A${index}=\${BIG}\n`) },
    refused: /a\.yaml:9:\d+: services\.s7\.env_file: comes to too many values/,
  },
  'a variable that services name': {
    text: `services:\n${many(1_000, (index) => `  s${index}: {image: x, environment: [BIG]}\n`)}`,
    beside: { '.env': `BIG=${long}\n` },
    refused: /a\.yaml:154:\d+: services\.s152\.environment\[0\]: comes to too many values/,
  },
  'steps of pre_start': {
    text: `services:\n  web: {image: x, environment: {${longs(2)}}, pre_start: [${many(500, () => '{command: a}, ')}]}\n`,
    refused: /a\.yaml:2:\d+: comes to too much text with all that stands before it/,
  },
}

describe('S12: a small file that comes to a lot', function () {
  this.timeout(60_000)
  for (const [name, { text, beside = {}, refused }] of Object.entries(bombs))
    it(`by ${name} is refused at its place, and costs little`, async () => {
      const errors = await costsAtMost(2_000, () => {
        const read = readManifests({ file: '/srv/a.yaml', text }, { variable: () => undefined, readFile }, [
          composeReader,
        ])
        return fileReading('/srv/a.yaml', Buffer.from(text), read).errors
      })
      assert.match(errors.map(formatManifestError).join('\n').slice(0, 1_000), refused)
      function readFile(path: string) {
        return beside[path.slice('/srv/'.length)] ?? Object.assign(new Error('none'), { code: 'ENOENT' })
      }
    })

  it('holds up no other file of its directory', async () => {
    const world = createWorld()
    world.files.write('/srv/a.yaml', bombs['an alias in a manifest']?.text ?? '')
    world.files.write('/srv/web.yaml', service('other'))
    world.start()
    await world.pass(1_000)
    assert.deepEqual(world.services(), ['shop/other'])
    assert.match(world.lines.join('\n'), /a\.yaml:50:\d+: with this alias/)
  })
})
