import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelYaml } from '../../compose/canonical/print.ts'
import { compareConfig } from './compare-config.ts'
import { corpusNames, corpusProject } from './corpus-files.ts'
import { mergeProjects } from './merge-projects.ts'
import { dockerCompose } from './oracle.ts'
import { ourModel, type Project, theirs, withProject } from './project-on-disk.ts'
import { inShare } from '../support/share.ts'

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
    'files of labels and variables, numbers, and how many there are',
    {
      files: {
        'compose.yaml': `services:
  a: {image: x, label_file: [l, m], labels: {own: 1}, env_file: [{path: e, format: raw}], scale: 2, deploy: {}}
  b: {image: x, environment: {A: 1e10, B: 10737418240, C: 0755, D: ~, E: 3.0}, labels: {A: 1e10}}
x-notes: {z: 1, a: {y: [{d: 1, c: 2}], b: }}
`,
        l: 'one=1\nb="a b" # c\nd=$one\nbare\n',
        m: 'one=2\n',
        e: 'A="b"\n',
      },
    },
  ],
  [
    'ports and devices that stand there twice, in ranges too',
    {
      files: {
        'compose.yaml':
          'services: {a: {image: x, ports: ["80:80", "8000-8001:8000-8001", "0.0.0.0:80:80", "8001:8001"], devices: ["/dev/a:/dev/x", "/dev/b", "/dev/c:/dev/x:r"]}}',
      },
    },
  ],
  [
    'names that stand there twice, modes in quotes, and lines that only a shell would run',
    {
      files: {
        'compose.yaml':
          'services: {a: {build: {tags: [p, q, p]}, networks: {default: {aliases: [p, q, p]}}, secrets: [s, {source: s, mode: "440"}], command: "a $$(b c) `d e`", mem_limit: .5g}}\nsecrets: {s: {file: ./s}}',
        s: 'x',
      },
    },
  ],
  [
    'empty addresses, and options of mounts that contradict each other or mean nothing',
    {
      files: {
        'compose.yaml':
          'services: {a: {image: x, dns: ["$UNSET", 1.1.1.1], volumes: ["/aa:/a:ro,rw", "/aa:/b:rw,ro", "/aa:/c:cached", {type: bind, source: /aa, target: /d, consistency: cached}]}, b: {image: x, dns: ""}}',
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
  const beside = readdirSync(directory, { withFileTypes: true })
    .filter((each) => each.isFile() && each.name !== 'golden.yaml')
    .map((each): [string, string] => [each.name, readFileSync(join(directory, each.name), 'utf8')])
  return [`the file of ${name}`, { files: { ...Object.fromEntries(beside), [file]: text }, named: [file], variables }]
}

/**
 * Docker Compose leaves the relative path of a volume to the engine, which knows no directory of the client. We print the path that we
 * bind.
 */
const bindsElsewhere = ['the file of monitoring']

/** Runs only a part by default, as Docker Compose takes most of the time. */
const compared = inShare(
  corpusNames.filter((_, index) => index % 5 === 0),
  corpusNames,
)
const merged = inShare(
  mergeProjects.filter((_, index) => index % 2 === 0),
  mergeProjects,
)

describe('config prints what docker compose config prints', () => {
  const program = dockerCompose()

  it('to the byte, with names in its order', function () {
    if (program === undefined) return this.skip()
    const names = ['a10', 'a2', 'a2b', 'ab', 'a-b', 'a_1', 'a', 'b01', 'b1', 'b007']
    const labels = names.map((each) => `${each}: x`).join(', ')
    const services = names.map((each) => `  ${each}: {image: "x:1", labels: {${labels}}}\n`).join('')
    const project = { files: { 'compose.yaml': `services:\n${services}` } }
    withProject(project, (directory) => {
      const printed = modelYaml(ourModel(directory, project, { style: 'yaml' }))
      assert.equal(printed.trim(), theirs(program, directory, { ...project, print: [] }).output.trim())
    })
    return undefined
  })

  for (const [what, project] of [...whole, ...compared.map(corpus), ...merged]) {
    it(`of ${what}`, function () {
      if (program === undefined || bindsElsewhere.includes(what)) return this.skip()
      withProject(project, (directory) => compareConfig(program, directory, project))
      return undefined
    })
  }
})
