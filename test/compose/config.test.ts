import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareConfig } from './compare-config.ts'
import { corpusNames, corpusProject } from './corpus-files.ts'
import { mergeProjects } from './merge-projects.ts'
import { dockerCompose } from './oracle.ts'
import { type Project, withProject } from './project-on-disk.ts'

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
