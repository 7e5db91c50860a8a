import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { modelJson, modelYaml } from '../../compose/canonical/print.ts'
import { servicesOf } from '../../compose/canonical/select.ts'
import { serviceHash } from '../../compose/canonical/service-hash.ts'
import { corpusNames, corpusProject } from './corpus-files.ts'
import { mergeProjects } from './merge-projects.ts'
import { dockerCompose } from './oracle.ts'
import { ourModel, ours, type Project, theirs, withProject } from './project-on-disk.ts'

const every = readFileSync(join(import.meta.dirname, 'every-attribute.yaml'), 'utf8')

const whole: readonly (readonly [what: string, project: Project])[] = [
  [
    'every attribute',
    { files: { 'compose.yaml': every, 'e.env': 'E=1\n', s: 'x' }, variables: { COMPOSE_PROFILES: 'p' } },
  ],
  [
    'what says nothing',
    {
      files: {
        'compose.yaml':
          'services: {a: {image: x, build: {args: {}}, command: "", entrypoint: [], labels: {}, init: false, cpus: 0, tty: false, deploy: {}, healthcheck: {}, logging: {}, networks: {n: {}, m: {aliases: []}}, ulimits: {core: 0}}}\nnetworks: {n: {ipam: {}}, m: }',
      },
    },
  ],
  [
    'signs that Go writes in its own way',
    { files: { 'compose.yaml': 'services: {a: {image: x, labels: {a: \'<&>$$\', b: "no"}, restart: "no"}}' } },
  ],
]

function corpus(name: string): readonly [string, Project] {
  const { directory, file, text, variables } = corpusProject(name)
  const envs = ['.env', 'db.env'].flatMap((path) => {
    try {
      return [[path, readFileSync(join(directory, path), 'utf8')]]
    } catch {
      return []
    }
  })
  return [`the file of ${name}`, { files: { [file]: text, ...Object.fromEntries(envs) }, named: [file], variables }]
}

/** Where Docker Compose leaves a volume's relative path to the engine, which knows no directory of the client, we print what we bind. */
const bindsElsewhere = ['the file of monitoring']

/** What both accept must print alike. */
function compareConfig(program: string, directory: string, project: Project): void {
  const verdict = theirs(program, directory, project, [])
  if (!verdict.accepted || ours(directory, project).errors.length > 0) return
  assert.deepEqual(parse(modelYaml(ourModel(directory, project, { style: 'yaml' }))), parse(verdict.output))
  const json = theirs(program, directory, project)
  if (json.accepted)
    assert.deepEqual(JSON.parse(modelJson(ourModel(directory, project, { style: 'json' }))), JSON.parse(json.output))
  const hashes = theirs(program, directory, project, ['--hash', '*'])
  if (!hashes.accepted) return
  const unresolved = servicesOf(ourModel(directory, project, { style: 'json', resolveEnvironment: false }))
  const mine = Object.entries(unresolved).map(([name, service]) => `${name} ${serviceHash(service)}`)
  assert.deepEqual(mine.sort(), hashes.output.trim().split('\n').sort())
}

describe('config prints what docker compose config prints', () => {
  const program = dockerCompose()
  for (const [what, project] of [...whole, ...corpusNames.map(corpus), ...mergeProjects]) {
    it(`of ${what}`, function () {
      if (program === undefined || bindsElsewhere.includes(what)) return this.skip()
      withProject(project, (directory) => compareConfig(program, directory, project))
      return undefined
    })
  }
})
