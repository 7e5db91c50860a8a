import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { composeReader } from '../../compose/compose-reader.ts'
import type { ComposeReading } from '../../compose/compose-reader.ts'
import { canonical } from './canonical.ts'
import { shown } from './load-text.ts'
import { dockerCompose, judge } from './oracle.ts'

const corpus = join(import.meta.dirname, 'corpus')

/** Docker Compose requires the version to be in quotes; we don't. */
const refusedThere = ['elastic']

describe('Docker Compose and we', () => {
  const program = dockerCompose()

  for (const name of readdirSync(corpus).sort()) {
    it(`make the same of ${name}`, function () {
      if (program === undefined) return this.skip()
      const directory = join(corpus, name)
      const file = readdirSync(directory).find((each) => /^(docker-)?(compose|stack)\.ya?ml$/.test(each)) ?? ''
      const variables = variablesOf(directory)
      const verdict = judge([program, '-f', file, 'config', '--format', 'json'], directory, variables)
      assert.equal(verdict.accepted, !refusedThere.includes(name), verdict.output)
      if (!verdict.accepted) return undefined
      const ours = byName(read(directory, readFileSync(join(directory, file), 'utf8'), variables))
      const theirs = byName(read(directory, verdict.output, variables))
      for (const [key, object] of theirs) assert.deepEqual(ours.get(key), object, key)
      const services = (all: ReadonlyMap<string, unknown>) => [...all.keys()].filter((key) => key.startsWith('Service'))
      assert.deepEqual(services(ours).sort(), services(theirs).sort())
      return undefined
    })
  }
})

function read(directory: string, text: string, variables: Readonly<Record<string, string>>): ComposeReading {
  const reading = composeReader.read(
    { file: join(directory, 'compose.yaml'), text },
    {
      variable: (name) => variables[name] ?? (name === 'HOME' ? '/root' : undefined),
      readFile: (path) =>
        existsSync(path) ? readFileSync(path, 'utf8') : Object.assign(new Error('not there'), { code: 'ENOENT' }),
    },
  )
  assert.deepEqual(reading.errors.map(shown), [])
  return reading
}

function byName({ manifests }: ComposeReading): ReadonlyMap<string, unknown> {
  return new Map(manifests.map(({ object }) => [`${object.kind} ${object.metadata.name}`, canonical(object)]))
}

function variablesOf(directory: string): Record<string, string> {
  const path = join(directory, 'variables.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}
