import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { rawModelText } from '../../compose/canonical/print.ts'
import { rawModel } from '../../compose/canonical/raw-model.ts'
import { loadProject } from '../../compose/compose-reader.ts'
import { join } from 'node:path'
import { readText } from './corpus-files.ts'
import { loadText, shown } from './load-text.ts'
import { dockerCompose } from './oracle.ts'
import { type Project, theirs, withProject } from './project-on-disk.ts'

const variables: Project = {
  files: {
    'compose.yaml': `include: [sub/inc.yaml]
services:
  web:
    image: "nginx:\${TAG:-1}"
    ports: ["\${PORT}:80", "8081:81"]
    environment: {A: "\${X}", B: "$$y"}
    deploy: {replicas: "\${N:-2}"}
    mem_limit: \${MEM:-64m}
    healthcheck: {test: curl, interval: "\${IV:-5s}"}
    secrets: [s]
    depends_on: [nope]
    extends: {service: base}
  base: {image: x, labels: {"a": "\${L}"}, env_file: ["\${EF:-e.env}"]}
volumes: {data: {name: "\${VN}"}}
secrets: {s: {file: "\${SF}"}}
`,
    'over.yaml': 'services: {web: {environment: {C: "${D}"}, command: "run ${E}"}}\n',
    'sub/inc.yaml': 'services: {part: {image: "p:${PT:-9}", volumes: ["./x:/x", "~/y:/y"]}}\n',
  },
  named: ['compose.yaml', 'over.yaml'],
}

const forms: Project = {
  files: {
    'compose.yaml': `services:
  web:
    image: nginx:\${TAG}
    build: ./x
    environment: [A=b, C, "D=\${E}"]
    labels: [a=b, c]
    ports: ["80", "8081:81"]
    env_file: e.env
    dns: 1.1.1.1
    tmpfs: /run
    command: "a b"
    networks: [front]
    configs: [c]
    secrets: [{source: s, target: t}]
    volumes: ["./x:/data:ro", "data:/d2", "/anon", "~/h:/h", {type: bind, source: ./y, target: /y}]
    devices: ["/dev/a:/dev/b"]
    gpus: all
    depends_on: {b: {condition: service_healthy}}
    profiles: [p]
    cpus: 0.5
  b: {build: {context: ., args: [A=b]}, network_mode: none, volumes: []}
  c:
    image: x
    links: [b, "web:w"]
    depends_on: {web: {condition: service_healthy}}
    volumes_from: [d, "container:e:ro"]
    ipc: "service:\${IPC:-f}"
  d: {image: x, network_mode: "service:f", pid: host}
  f: {image: x}
networks: {front: , un: {external: true}, ext: {external: true, name: x}}
volumes: {data: {labels: [a=b]}, unused: }
configs: {c: {content: "x \${Y}"}, f: {file: ./f}}
secrets: {s: {environment: Q}}
x-note: 1
`,
  },
}

function ourText(directory: string, { files, named = ['compose.yaml'] }: Project, normalize: boolean): string {
  const textOf = (path: string) => ({ file: join(directory, path), text: files[path] ?? '' })
  const [first = '', ...more] = named
  const { loaded, errors, baseDirectory } = loadProject(
    { ...textOf(first), over: more.map(textOf) },
    { variable: (name) => (name === 'HOME' ? '/root' : undefined), readFile: readText, interpolate: false },
  )
  assert.deepEqual(errors.map(shown), [])
  assert.ok(loaded.project)
  return rawModelText(rawModel(loaded.project, { baseDirectory, normalize }), 'yaml')
}

/** Parses a text, with environments as maps: Docker Compose prints a merged one as a list, and we as a map. */
function alike(text: string): unknown {
  return parse(text, (key, value: unknown) =>
    key === 'environment' && Array.isArray(value)
      ? Object.fromEntries(value.map((each) => String(each).split(/=(.*)/).slice(0, 2)))
      : value,
  )
}

describe('config --no-interpolate', () => {
  const program = dockerCompose()

  for (const [what, project] of [
    ['variables, merged, included and extended', variables],
    ['forms', forms],
  ] as const)
    for (const normalize of [true, false])
      it(`prints ${what} as docker compose does${normalize ? '' : ', --no-normalize'}`, function () {
        if (program === undefined) return this.skip()
        withProject(project, (directory) => {
          const print = ['--no-interpolate', ...(normalize ? [] : ['--no-normalize'])]
          const verdict = theirs(program, directory, { ...project, print })
          assert.ok(verdict.accepted, verdict.output)
          assert.deepEqual(alike(ourText(directory, project, normalize)), alike(verdict.output))
        })
        return undefined
      })

  it('leaves what a variable stands in as it is, where its form is not known', () => {
    const text = 'services: {web: {image: x, volumes: ["${DIR:-./x}:/data"]}}\n'
    withProject({ files: { 'compose.yaml': text } }, (directory) =>
      assert.match(ourText(directory, { files: { 'compose.yaml': text } }, true), /^ {6}- \$\{DIR:-\.\/x\}:\/data$/m),
    )
  })
})

describe('config --no-consistency', () => {
  it('reads what names something that is not there', () => {
    const text = 'services: {web: {image: x, depends_on: [db], volumes: ["data:/data"]}}\n'
    assert.equal(loadText(text).errors.length, 2)
    assert.deepEqual(loadText(text, { consistency: false }).errors, [])
  })
})
