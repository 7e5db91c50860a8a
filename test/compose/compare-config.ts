import assert from 'node:assert/strict'
import { modelJson, modelYaml } from '../../compose/canonical/print.ts'
import { servicesOf } from '../../compose/canonical/select.ts'
import { serviceHash } from '../../compose/canonical/service-hash.ts'
import { ourModel, ours, type Project, theirs } from './project-on-disk.ts'

/** Asserts that a project that both accept is printed identically, byte for byte, as YAML and as JSON, with the same service hashes. */
export function compareConfig(program: string, directory: string, project: Project): void {
  const verdict = theirs(program, directory, { ...project, print: [] })
  if (!verdict.accepted || ours(directory, project).errors.length > 0) return
  assert.equal(modelYaml(ourModel(directory, project, { style: 'yaml' })), verdict.output)
  const json = theirs(program, directory, project)
  if (json.accepted) assert.equal(modelJson(ourModel(directory, project, { style: 'json' })), json.output)
  const hashes = theirs(program, directory, { ...project, print: ['--hash', '*'] })
  if (!hashes.accepted) return
  const unresolved = servicesOf(ourModel(directory, project, { style: 'json', resolveEnvironment: false }))
  const mine = Object.entries(unresolved).map(([name, service]) => `${name} ${serviceHash(service)}`)
  assert.deepEqual(mine.sort(), hashes.output.trim().split('\n').sort())
}
