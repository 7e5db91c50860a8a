import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonical } from './canonical.ts'
import { attributes } from './generated-projects.ts'
import { dockerCommand, dockerComposeOne, judge } from './oracle.ts'
import { loadText, shown } from './load-text.ts'
import { withProject } from './project-on-disk.ts'
import { inShare } from '../support/share.ts'

const { command, entrypoint, environment, labels, expose, dns, cap_add, healthcheck, logging, networks } = attributes
const { ulimits, deploy, stop_grace_period, restart, tmpfs, sysctls, user, tty } = attributes
/** A service of file format 3.8, for Compose 1 and for a swarm. */
const service = fc.record(
  {
    ...{
      command: command.filter((words) => words.length > 0),
      entrypoint,
      environment,
      labels,
      expose,
      dns,
      cap_add,
      healthcheck,
      logging,
      networks,
    },
    ...{ ulimits, deploy, stop_grace_period, tmpfs, sysctls, user },
    tty: tty.map(Boolean),
    restart: restart.filter((policy) => policy !== 'on-failure:3'),
    ports: fc.uniqueArray(fc.constantFrom('80', '81:81', '90/udp', '91-92:91-92'), { maxLength: 3 }),
    volumes: fc.uniqueArray(fc.constantFrom('data:/data', '/srv:/srv:ro', '/anonymous'), { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const file = fc.dictionary(fc.constantFrom('alpha', 'beta'), service, { minKeys: 1 }).map((services) => {
  const named = Object.entries(services).map(([name, each]) => [name, { image: `${name}:1`, ...each }])
  const tops = { volumes: { data: {} }, networks: { front: {}, back: {} } }
  return JSON.stringify({ version: '3.8', services: Object.fromEntries(named), ...tops })
})

/** The services of a text, as we read them. */
function servicesOf(text: string, baseDirectory: string): ReadonlyMap<string, unknown> {
  const { manifests, errors } = loadText(text, { baseDirectory })
  assert.deepEqual(errors.map(shown), [], text)
  const services = manifests.filter(({ object }) => object.kind === 'Service')
  return new Map(services.map(({ object }) => [object.metadata.name, canonical(object)]))
}

describe('generated files of 3.8', function () {
  this.timeout(inShare(120_000, 3_000_000))
  const readers = [
    { name: 'Compose 1.29', program: dockerComposeOne(), args: ['-f', 'compose.yaml', 'config'], few: 3 },
    { name: 'docker stack config', program: dockerCommand(), args: ['stack', 'config', '-c', 'compose.yaml'], few: 20 },
  ]
  for (const { name, program, args, few } of readers)
    it(`come to the same by ${name}`, function () {
      if (program === undefined) return this.skip()
      const same = (text: string) =>
        withProject({ files: { 'compose.yaml': text } }, (directory) => {
          const verdict = judge([program, ...args], directory)
          assert.ok(verdict.accepted, `${verdict.output}\n${text}`)
          assert.deepEqual(servicesOf(text, directory), servicesOf(verdict.output, directory), text)
        })
      fc.assert(fc.property(file, same), { numRuns: inShare(few, 1_000), endOnFailure: true })
      return undefined
    })
})
