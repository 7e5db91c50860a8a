import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { canonical } from '../canonical.ts'
import { loadRight } from '../load-text.ts'
import { dockerCommand, dockerCompose, dockerComposeOne, judge } from '../oracle.ts'
import { todays } from '../print-of-1.ts'
import { fileOf, serviceOf, type Version } from './generate.ts'
import { inShare } from '../../support/share.ts'

interface Reader {
  readonly name: string
  readonly command: readonly string[] | undefined
  readonly versions: readonly Version[]
  /** Attributes that this reader reads differently from all others, or leaves out. */
  readonly left?: readonly string[]
}

const one = dockerComposeOne()
const two = dockerCompose()
const docker = dockerCommand()
const readers: readonly Reader[] = [
  {
    name: 'docker-compose 1.29',
    command: one === undefined ? undefined : [one, 'config'],
    versions: ['1', '2.4', '3.8'],
  },
  {
    name: 'docker-compose 2.40',
    command: two === undefined ? undefined : [two, 'config'],
    versions: ['2.4', '3.8', 'today'],
  },
  {
    name: 'docker stack',
    command: docker === undefined ? undefined : [docker, 'stack', 'config', '-c', 'docker-compose.yml'],
    versions: ['3.8'],
    // It publishes ports on every address.
    left: ['ports'],
  },
]

interface Generated {
  readonly version: Version
  readonly services: Parameters<typeof fileOf>[1]
}

const SERVICES = inShare(30, 1_000)
/** How many services one file has: a reader is slow to start, and reads many at once. */
const MANY = 60

describe('generated files', function () {
  this.timeout(300_000)
  const directory = mkdtempSync(join(tmpdir(), 'reconcile-generated-'))
  after(() => rmSync(directory, { recursive: true }))

  for (const { name, command, versions, left = [] } of readers)
    for (const version of versions)
      it(`of ${version} are read as by ${name}`, function () {
        if (command === undefined) return this.skip()
        const services = fc.sample(serviceOf(version, left), {
          numRuns: SERVICES,
          seed: Number(process.env['RECONCILE_TEST_SEED'] ?? 1),
        })
        for (let at = 0; at < services.length; at += MANY)
          compare(command, { version, services: services.slice(at, at + MANY) })
        return undefined
      })

  function compare(command: readonly string[], { version, services }: Generated): void {
    const text = stringify(fileOf(version, services), { aliasDuplicateObjects: false, version: '1.1' })
    writeFileSync(join(directory, 'docker-compose.yml'), text)
    const verdict = judge(command, directory)
    assert.ok(verdict.accepted, verdict.output)
    const [theirs, ours] = [todays(verdict.output), text].map(read)
    assert.deepEqual([...(ours?.keys() ?? [])].sort(), [...(theirs?.keys() ?? [])].sort())
    for (const [key, object] of theirs ?? [])
      assert.deepEqual(ours?.get(key), object, `${key}: ${JSON.stringify(services[Number(key.slice(1))])}`)
  }

  function read(text: string): ReadonlyMap<string, unknown> {
    const { manifests } = loadRight(text, { baseDirectory: directory, variables: { HOME: '/root' } })
    const services = manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object] : []))
    return new Map(services.map((object) => [object.metadata.name, canonical(object)]))
  }
})
