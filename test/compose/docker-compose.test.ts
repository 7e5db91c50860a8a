import assert from 'node:assert/strict'
import { join } from 'node:path'
import { composeReader } from '../../compose/compose-reader.ts'
import type { ComposeReading } from '../../compose/compose-reader.ts'
import { canonical } from './canonical.ts'
import type { CorpusProject } from './corpus-files.ts'
import { corpusNames, corpusProject, readText } from './corpus-files.ts'
import { shown } from './load-text.ts'
import { dockerCompose, judge } from './oracle.ts'

/** Docker Compose requires the version in quotes, and no longer knows services at the top level. */
const refusedThere = ['elastic', 'first-generation']

describe('Docker Compose and we', () => {
  const program = dockerCompose()

  for (const name of corpusNames) {
    it(`make the same of ${name}`, function () {
      if (program === undefined) return this.skip()
      const project = corpusProject(name)
      const { directory, file, variables, text } = project
      const verdict = judge([program, '-f', file, 'config'], directory, variables)
      assert.equal(verdict.accepted, !refusedThere.includes(name), verdict.output)
      if (!verdict.accepted) return undefined
      const ours = byName(read(project, text))
      const theirs = byName(read(project, verdict.output))
      for (const [key, object] of theirs) assert.deepEqual(ours.get(key), object, key)
      const services = (all: ReadonlyMap<string, unknown>) => [...all.keys()].filter((key) => key.startsWith('Service'))
      assert.deepEqual(services(ours).sort(), services(theirs).sort())
      return undefined
    })
  }
})

function read({ directory, variables }: CorpusProject, text: string): ComposeReading {
  const reading = composeReader.read(
    { file: join(directory, 'compose.yaml'), text },
    { variable: (name) => variables[name] ?? (name === 'HOME' ? '/root' : undefined), readFile: readText },
  )
  assert.deepEqual(reading.errors.map(shown), [])
  return reading
}

function byName({ manifests }: ComposeReading): ReadonlyMap<string, unknown> {
  return new Map(manifests.map(({ object }) => [`${object.kind} ${object.metadata.name}`, canonical(object)]))
}
