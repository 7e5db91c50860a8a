import assert from 'node:assert/strict'
import { join } from 'node:path'
import { composeReader } from '../../compose/compose-reader.ts'
import { canonical } from './canonical.ts'
import { type CorpusProject, corpusNames, corpusProject, readText } from './corpus-files.ts'
import { shown } from './load-text.ts'
import { dockerComposeOne, judge } from './oracle.ts'
import { todays } from './print-of-1.ts'

/** Projects that 1.29 reads differently, or not at all, and why. */
const apart: Readonly<Record<string, string>> = {
  nextcloud: 'it is of today: an env_file that need not be there',
  elastic: 'it requires the version in quotes',
  'yaml-habits': '22:22 and 12:30 are numbers of YAML 1.1 to it',
}

/** Projects of format versions that it knows: files with a version, or with services at the top level. */
const older = corpusNames.filter((name) => {
  const { text } = corpusProject(name)
  return /^version:/m.test(text) || !/^services:/m.test(text)
})

describe('Docker Compose 1.29 and we', () => {
  const program = dockerComposeOne()

  for (const name of older) {
    const why = apart[name]
    it(why === undefined ? `make the same of ${name}` : `differ in ${name}: ${why}`, function () {
      if (program === undefined || why !== undefined) return this.skip()
      const project = corpusProject(name)
      const verdict = judge([program, '-f', project.file, 'config'], project.directory, project.variables)
      assert.ok(verdict.accepted, verdict.output)
      const ours = services(project, project.text)
      const theirs = services(project, todays(verdict.output))
      assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort())
      for (const [key, object] of theirs) assert.deepEqual(ours.get(key), object, key)
      return undefined
    })
  }
})

function services({ directory, variables }: CorpusProject, text: string): ReadonlyMap<string, unknown> {
  const { manifests, errors } = composeReader.read(
    { file: join(directory, 'docker-compose.yml'), text },
    { variable: (name) => variables[name] ?? (name === 'HOME' ? '/root' : undefined), readFile: readText },
  )
  assert.deepEqual(errors.map(shown), [])
  return new Map(manifests.map(({ object }) => [`${object.kind} ${object.metadata.name}`, canonical(object)]))
}
