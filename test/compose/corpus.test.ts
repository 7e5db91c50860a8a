import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { composeReader } from '../../compose/compose-reader.ts'
import type { ComposeReading } from '../../compose/compose-reader.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'
import { corpusNames, corpusProject, readText } from './corpus-files.ts'
import { shown } from './load-text.ts'

/** UPDATE_GOLDEN=1 rewrites the golden files; read what changed before you keep it. */
const update = process.env['UPDATE_GOLDEN'] === '1'

/** Reads a project as if it were in /srv, so that golden files are the same on every machine. */
function readCorpus(name: string): ComposeReading & { readonly text: string } {
  const { directory, file, text, variables } = corpusProject(name)
  const reading = composeReader.read(
    { file: `/srv/${name}/${file}`, text, over: [] },
    {
      variable: (variable) => variables[variable],
      readFile: (path) => readText(path.replace(`/srv/${name}`, directory)),
    },
  )
  return { ...reading, text }
}

function rendered({ manifests, errors, warnings, sideFiles }: ComposeReading): string {
  const notes = { warnings: warnings.map(shown), errors: errors.map(shown), sideFiles }
  const options = { lineWidth: 0, aliasDuplicateObjects: false }
  return [notes, ...manifests.map(({ object }) => object)].map((each) => stringify(each, options)).join('---\n')
}

describe('Compose files as people write them', () => {
  for (const name of corpusNames) {
    it(`${name} becomes what its golden file says`, () => {
      const golden = join(corpusProject(name).directory, 'golden.yaml')
      const text = rendered(readCorpus(name))
      if (update) writeFileSync(golden, text)
      assert.equal(text, readFileSync(golden, 'utf8'))
    })

    it(`${name} becomes resources that are valid and know their places`, () => {
      const { manifests, text } = readCorpus(name)
      const lines = text.split('\n').length
      for (const { object, provenance, sourceText } of manifests) {
        assert.deepEqual(validateObject(object), [])
        assert.ok(sourceText === '' || text.includes(sourceText))
        for (const path of pathsOf(object)) {
          const { line, column } = provenance.placeOf(path)
          assert.ok(line >= 1 && line <= lines && column >= 1, path.join('.'))
        }
      }
    })
  }
})

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, each]) =>
    pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
