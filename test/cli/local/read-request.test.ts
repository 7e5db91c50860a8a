import { deepEqual, match } from 'node:assert/strict'
import { withVariables } from '../../../cli/arguments/variables.ts'
import { readRequest } from '../../../cli/local/read-request.ts'
import { formatManifestError } from '../../../store/source/format-error.ts'

describe('what a directory holds', () => {
  for (const name of [
    'compose.yaml',
    'compose.yml',
    'docker-compose.yaml',
    'docker-compose.yml',
    'compose.override.yml',
  ])
    it(`is wrong where ${name} has a mistyped section`, () => {
      const { errors } = read(name, 'name: shop\nservces: { web: { image: nginx } }\n')
      match(errors.join(), new RegExp(`^/srv/shop/${name}:2:10: servces: is no key .*did you mean services\\?$`))
    })

  it('is wrong where a Compose file has nothing like a section', () => {
    match(
      read('compose.yaml', 'web: { image: nginx }\n').errors.join(),
      /^\/srv\/shop\/compose\.yaml:1:1: has no services/,
    )
  })

  it('is passed by with a warning where it is of another tool', () => {
    const { errors, warnings } = read('mkdocs.yml', 'site_name: docs\n')
    deepEqual(errors, [])
    match(warnings.join(), /^\/srv\/shop\/mkdocs\.yml:1:1: is neither a manifest nor a Compose file/)
  })
})

function read(name: string, text: string) {
  const sources = [{ file: `/srv/shop/${name}`, text, inDirectory: true }]
  const request = { sources, cwd: '/srv/shop' }
  const reading = readRequest(withVariables(request, readRequest(request).needs ?? [], {}))
  if (reading.needs) throw new Error(`it asks for ${reading.needs.join(', ')}`)
  return {
    errors: reading.errors.map(formatManifestError),
    warnings: reading.files.flatMap((file) => file.warnings.map(formatManifestError)),
  }
}
