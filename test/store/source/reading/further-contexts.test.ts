import { deepEqual } from 'node:assert/strict'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'

const service = (name: string, build: string) =>
  `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { template: { build: { context: /a, ${build} } } }\n`

describe('a further context of a service', () => {
  const errorsOf = (text: string) =>
    readText({ file: '/srv/a.yaml', text }, { variable: () => undefined, readFile: readSideFile }, readers).errors.map(
      ({ place, path, message }) => `${place.line} ${path}: ${message}`,
    )

  it('is of the same file, whose change is one of the build', () => {
    const web = service('web', 'additionalContexts: { base: service:base, docs: /srv/docs }')
    deepEqual(errorsOf(`${web}---\n${service('base', 'dockerfile: D')}`), [])
    const words = 'is of service base, which this file does not declare: write both into one file'
    deepEqual(errorsOf(web), [`4 spec.template.build.additionalContexts.base: ${words}`])
    const compose = 'services:\n  web:\n    build:\n      additional_contexts: { base: "service:base" }\n'
    deepEqual(errorsOf(compose), [
      '4 services.web.build.additional_contexts.base: names Service srv/base, which is not declared in its project: write it under services: in the file, or in one that it includes',
    ])
    deepEqual(errorsOf(`${compose}  base: { build: . }\n`), [])
  })
})
