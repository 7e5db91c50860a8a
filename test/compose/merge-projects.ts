import type { Project } from './project-on-disk.ts'

const base = `
services:
  web:
    image: nginx:1
    build: ./src
    command: [a, b]
    entrypoint: /start
    environment: [A=1, B, C=3]
    labels: {one: "1", two: "2"}
    ports: ["8000:80", "9000-9002:90-92", "127.0.0.1:443:443/udp"]
    volumes: ["./data:/data", "logs:/logs:ro", "/anon"]
    expose: [80]
    dns: 1.1.1.1
    dns_search: [a, b]
    tmpfs: /run
    cap_add: [NET_ADMIN]
    security_opt: [no-new-privileges:true]
    extra_hosts: ["a=1.1.1.1"]
    env_file: one.env
    depends_on: [db]
    networks: [front]
    logging: {driver: json-file, options: {max-size: 1m, max-file: "3"}}
    healthcheck: {test: [CMD, "true"], interval: 10s}
    ulimits: {nofile: 100, nproc: {soft: 1, hard: 2}}
    sysctls: {net.core.somaxconn: 1024}
    secrets: [pw]
    configs: [{source: conf, target: /etc/conf}]
    devices: ["/dev/null:/dev/x"]
    deploy: {replicas: 1, labels: {d: "1"}, resources: {limits: {memory: 64m}}}
    x-note: {a: 1, b: 2}
  db: {image: "postgres:16", networks: [front]}
volumes: {logs: {labels: [a=1]}}
networks: {front: {driver_opts: {a: "1"}, ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}]}}}
secrets: {pw: {file: ./pw}}
configs: {conf: {file: ./conf}}
`
const files = { 'compose.yaml': base, 'one.env': 'E=1\nF=1\n', 'two.env': 'F=2\n', pw: 'x', conf: 'y', conf2: 'z' }
const named = ['compose.yaml', 'more.yaml']

function over(lines: string, rest = ''): Project {
  const text = `services:\n  web:\n${lines.replace(/^(?=.)/gm, '    ')}\n${rest}`
  return { files: { ...files, 'more.yaml': text }, named }
}

/** Files over others. */
export const merges: Readonly<Record<string, Project>> = {
  'a text': over('image: nginx:2'),
  'nothing, which leaves what was there': over('image:\nports:\nenvironment:'),
  'a command, which stands in its place': over('command: c d\nentrypoint: []'),
  'a command taken back to that of the image': over('command:\nentrypoint:'),
  'a map of variables over a list': over('environment: {B: b, D: 4, C: }'),
  'a list of variables over a list': over('environment: [A=2, D=x=y]'),
  'a list of labels over a map': over('labels: [two=22, three]'),
  'the same port again, and another one on the same port of the host': over('ports: ["8000:80", "8001:80", 9100:91]'),
  'a port of the long form': over('ports: [{target: 80, published: "8000", mode: host}]'),
  'a port with an address': over('ports: ["0.0.0.0:8001:80", "127.0.0.2:443:443/udp"]'),
  'a mount of the same target': over(
    'volumes: ["other:/data", {type: bind, source: ./l, target: /logs}]',
    'volumes: {other: }',
  ),
  'what is told of twice': over('expose: [80, "81"]\ncap_add: [NET_ADMIN, SYS_TIME]\ncap_drop: [ALL]'),
  'texts and lists': over('dns: [1.1.1.1, 2.2.2.2]\ndns_search: c\ntmpfs: [/run, /tmp]'),
  'env files': over('env_file: [two.env, {path: none.env, required: false}]'),
  'a directory over a build, and the other way round': over('build: {dockerfile: D, args: [A=1]}'),
  'dependencies with conditions': over(
    'depends_on: {db: {condition: service_healthy}, web2: {condition: service_started}}',
    '  web2: {image: x}',
  ),
  'networks with attributes': over('networks: {front: {aliases: [w]}, back: }', 'networks: {back: }'),
  'options of the same log driver': over('logging: {driver: json-file, options: {max-size: 2m}}'),
  'options of no log driver': over('logging: {options: {max-size: 2m}}'),
  'another log driver': over('logging: {driver: syslog, options: {tag: x}}'),
  'a probe': over('healthcheck: {test: curl x, retries: 3}'),
  notes: over('x-note: {b: [1], c: 3}'),
  'notes everywhere': {
    files: {
      'compose.yaml':
        'services: {a: {image: x, x-a: [1], deploy: {x-d: {a: [1], b: x}}}}\nx-m: {a: 1, c: {f: [1]}}\nx-l: [a]\nx-s: one\nx-n: [1]',
      'more.yaml':
        'services: {a: {x-a: [2], deploy: {x-d: {a: [2], b: {c: d}}}}}\nx-m: {b: 2, c: {f: [2], g: h}}\nx-l: [b]\nx-s: {two: 2}\nx-n:',
    },
    named,
  },
  limits: over('ulimits: {nofile: {soft: 5, hard: 6}, core: 1}'),
  hosts: over('extra_hosts: {a: 1.1.1.1, b: [2.2.2.2, 3.3.3.3]}'),
  'secrets and configs of the same target': over(
    'secrets: [{source: pw, mode: 0400}]\nconfigs: [{source: other, target: /etc/conf}, conf]',
    'configs: {other: {file: ./conf2}}',
  ),
  'devices of the same target': over('devices: ["/dev/zero:/dev/x", "/dev/full"]'),
  'the way it is deployed': over('deploy: {mode: replicated, labels: [e=2], resources: {limits: {cpus: "0.5"}}}'),
  'what the top level has': {
    files: {
      ...files,
      'more.yaml':
        'services: {extra: {image: x}}\nvolumes: {logs: {labels: {a: "2", b: "3"}}, new: }\n' +
        'networks: {front: {internal: true, ipam: {config: [{subnet: 10.0.0.0/24, ip_range: 10.0.0.0/25}, {subnet: 10.1.0.0/24}]}}}\n' +
        'secrets: {pw: {file: ./conf2}}',
    },
    named,
  },
  'a reset': over('ports: !reset []\nlabels: {one: !reset null}\nhealthcheck: !reset null\ncommand: !reset null'),
  'an override': over('ports: !override ["1:1"]\nvolumes: !override []\nlabels: !override {x: "y"}'),
  'a reset of what is not there': over('user: !reset null\nshm_size: !override 64m'),
  'a reset of a service': {
    files: { ...files, 'more.yaml': 'services: {db: !reset null, web: {depends_on: !reset []}}' },
    named,
  },
  'a reset by an anchor': over('x-none: &none !reset null\nports: *none'),
  'a reset by a merge key, of what stands beside it': over(
    '<<: {user: !reset null, dns: !reset []}\nuser: u\ndns: 2.2.2.2',
  ),
  'a reset by a list of merge keys': over('<<: [{user: u, pid: host}, {user: !reset null, ipc: !reset null}]'),
  'an override by a list of merge keys': over('<<: [{expose: !override [81]}]'),
  'three files': {
    files: {
      ...files,
      'more.yaml': 'services: {web: {ports: ["1:1"]}}',
      'most.yaml': 'services: {web: {ports: !override ["2:2"], image: z}}',
    },
    named: [...named, 'most.yaml'],
  },
  'documents of one file': {
    files: { ...files, 'compose.yaml': `${base}---\nservices: {web: {image: z, ports: ["1:1"]}}\n` },
  },
  'a file that is in another directory': {
    files: { ...files, 'more/more.yaml': 'services: {web: {volumes: ["./here:/here"], build: ./src2}}' },
    named: ['compose.yaml', 'more/more.yaml'],
  },
  'another name': {
    files: { ...files, 'more.yaml': 'name: other\nservices: {db: {image: "x:${COMPOSE_PROJECT_NAME}"}}' },
    named,
  },
  'a map over a list': over('cap_add: {a: b}'),
  'a list over a map': over('healthcheck: [a]'),
  'a text over a map': over('deploy: much'),
}

/** Services that extend others. */
export const extending: Readonly<Record<string, string | Project>> = {
  'a service of the same file':
    'services:\n  a: {image: x, environment: {A: "1"}, ports: ["1:1"], command: [x]}\n  b: {extends: a, environment: {B: "2"}, ports: ["2:2"]}\n',
  'one that extends a third':
    'services:\n  a: {image: x, labels: {a: "1"}}\n  b: {extends: {service: a}, labels: {b: "1"}}\n  c: {extends: b, labels: [a=3]}\n',
  'one in another file': {
    files: {
      'compose.yaml': 'services: {web: {extends: {file: sub/common.yaml, service: app}, environment: {B: "2"}}}',
      'sub/common.yaml':
        'services:\n  app: {extends: {file: ../deep/base.yaml, service: base}, build: ., volumes: ["./d:/d"], env_file: app.env}\n',
      'sub/app.env': 'S=1',
      'deep/base.yaml':
        'services: {base: {image: x, volumes: ["./e:/e", "~/h:/h"], build: {context: b, additional_contexts: {c: ./c}}}}',
    },
  },
  'one of a file with variables': {
    files: {
      'compose.yaml': 'services: {web: {extends: {file: c.yaml, service: app}}}',
      'c.yaml': 'services: {app: {image: "x:${TAG:-1}"}}',
      '.env': 'TAG=7',
    },
  },
  'with a reset and an override':
    'services:\n  a: {image: x, ports: ["1:1"], command: [x], labels: {a: "1", b: "2"}}\n  b: {extends: a, ports: !reset [], labels: {a: !reset null}, command: !override [y]}\n',
  'what it depends on':
    'services:\n  a: {image: x, depends_on: [c], networks: [n], volumes: ["vol:/v"]}\n  b: {extends: a}\n  c: {image: y}\nnetworks: {n: }\nvolumes: {vol: }\n',
  'what is not there': 'services: {a: {image: x, extends: b}}',
  itself: 'services: {a: {image: x, extends: a}}',
  'itself through others': 'services: {a: {image: x, extends: b}, b: {extends: c}, c: {extends: a}}',
  'without a service': 'services: {a: {image: x, extends: {file: x.yaml}}}',
  'of a file that is not there': 'services: {a: {image: x, extends: {file: x.yaml, service: a}}}',
  'itself through another file': {
    files: {
      'compose.yaml': 'services: {a: {image: x, extends: {file: b.yaml, service: a}}}',
      'b.yaml': 'services: {a: {extends: {file: compose.yaml, service: a}}}',
    },
  },
  'what an earlier file has': {
    files: { 'compose.yaml': 'services: {a: {image: x}}', 'more.yaml': 'services: {b: {extends: a}}' },
    named,
  },
}

/** Files over others of which the base has the short form. */
const lengthened: Readonly<Record<string, Project>> = Object.fromEntries(
  [
    ['gpus: all', 'gpus: [{driver: x, count: 1}]'],
    ['gpus: [{driver: x, count: 1}]', 'gpus: all'],
    ['build: {context: ., ulimits: {nofile: 1}}', 'build: {ulimits: {nofile: {soft: 1, hard: 2}}}'],
    ['build: {context: ., ulimits: {nofile: {soft: 1, hard: 2}}}', 'build: {ulimits: {nofile: {hard: 4}, nproc: 1}}'],
    ['build: {context: ., ulimits: {nofile: {soft: 1, hard: 2}}}', 'build: {ulimits: {nofile: 3}}'],
  ].map(([short, long]) => [
    `${short} and ${long}`,
    {
      files: {
        'compose.yaml': `services: {web: {image: x, ${short}}}`,
        'more.yaml': `services: {web: {${long}}}`,
      },
      named,
    },
  ]),
)

/** Files that include others. */
export const including: Readonly<Record<string, Project>> = {
  'a file in another directory': {
    files: {
      'compose.yaml': 'include: [db/compose.yaml]\nservices: {web: {image: x, depends_on: [db]}}',
      'db/compose.yaml':
        'name: other\nservices: {db: {image: "p:${TAG}", env_file: db.env, volumes: ["./d:/d", "vol:/v"], environment: [OWN, TAG]}}\nvolumes: {vol: }\nsecrets: {s: {file: ./s}}',
      'db/.env': 'TAG=5\nOWN=mine',
      'db/db.env': 'X=${TAG:-none}',
      'db/s': 'x',
      '.env': 'SHARED=1',
    },
  },
  'one whose variables the project has too': {
    files: {
      'compose.yaml': 'include: [db/c.yaml]',
      'db/c.yaml': 'services: {db: {image: "p:${TAG}"}}',
      'db/.env': 'TAG=5',
      '.env': 'TAG=6',
    },
  },
  'with files over it, a directory and variables': {
    files: {
      'compose.yaml':
        'include: [{path: [db/c.yaml, db/more.yaml], project_directory: ./elsewhere, env_file: [one.env, two.env]}]\nservices: {web: {image: x}}',
      'db/c.yaml': 'services: {db: {image: "p:${TAG}", volumes: ["./d:/d"]}}',
      'db/more.yaml': 'services: {db: {ports: ["1:1"], build: .}}',
      'one.env': 'TAG=1',
      'two.env': 'TAG=2',
      'elsewhere/d/x': '',
    },
  },
  'whose directory is empty, as where a variable is not set': {
    files: {
      'compose.yaml': 'include: [{path: db/c.yaml, project_directory: "${NOT_SET:-}"}]\nservices: {web: {image: x}}',
      'db/c.yaml': 'services: {db: {image: "p:${TAG}", volumes: ["./d:/d"]}}',
      'db/.env': 'TAG=1',
      'db/d/x': '',
    },
  },
  'one whose env files use variables of their own and of each other': {
    files: {
      'compose.yaml': 'include: [{path: db/c.yaml, env_file: [one.env, two.env]}]\nservices: {web: {image: x}}',
      'db/c.yaml':
        'services: {db: {image: "p:${TAG}", env_file: [../one.env, ../two.env], label_file: [../one.env, ../two.env]}}',
      'one.env': 'A=1\nB=1',
      'two.env': 'A=2\nTAG=$A$B\nA\n',
    },
  },
  'one that includes another': {
    files: {
      'compose.yaml': 'include: [{path: a/a.yaml}]\nservices: {web: {image: x}}',
      'a/a.yaml': 'include: [b/b.yaml]\nservices: {a: {image: a, build: .}}',
      'a/b/b.yaml': 'services: {b: {image: b, build: .}}',
    },
  },
  'one whose builds name no context': {
    files: {
      'compose.yaml':
        'include: [a/a.yaml]\nservices: {web: {build: {dockerfile: D}}, b: {extends: {file: a/base.yaml, service: base}}}',
      'a/a.yaml':
        'include: [b/b.yaml]\nservices: {a: {build: {dockerfile_inline: FROM x}}, c: {extends: {file: base.yaml, service: base}}}',
      'a/b/b.yaml': 'services: {d: {build: {args: {A: 1}}}, e: {build: .}}',
      'a/base.yaml': 'services: {base: {build: {dockerfile: D}}}',
    },
  },
  'one that extends': {
    files: {
      'compose.yaml': 'include: [a/a.yaml]\nservices: {web: {image: x}}',
      'a/a.yaml': 'services: {a: {extends: {file: base.yaml, service: base}}}',
      'a/base.yaml': 'services: {base: {image: x, build: ./here}}',
    },
  },
  'and a file over what was included': {
    files: {
      'compose.yaml': 'include: [a.yaml]\nservices: {web: {image: x}}',
      'a.yaml': 'services: {a: {image: a, ports: ["1:1"]}}',
      'more.yaml': 'services: {a: {ports: ["2:2"], image: other}}',
    },
    named,
  },
  'the same file twice': {
    files: {
      'compose.yaml': 'include: [a.yaml, b.yaml]\nservices: {web: {image: x}}',
      'a.yaml': 'include: [c.yaml]\nservices: {a: {image: a}}',
      'b.yaml': 'include: [c.yaml]\nservices: {b: {image: b}}',
      'c.yaml': 'services: {c: {image: c}}\nvolumes: {v: }',
    },
  },
  'two that differ': {
    files: {
      'compose.yaml': 'include: [a.yaml, b.yaml]',
      'a.yaml': 'services: {c: {image: a}}',
      'b.yaml': 'services: {c: {image: b}}',
    },
  },
  'one that is not there': { files: { 'compose.yaml': 'include: [a.yaml]\nservices: {web: {image: x}}' } },
  itself: { files: { 'compose.yaml': 'include: [compose.yaml]\nservices: {web: {image: x}}' } },
  'itself through another': {
    files: {
      'compose.yaml': 'include: [a.yaml]\nservices: {web: {image: x}}',
      'a.yaml': 'include: [compose.yaml]\nservices: {a: {image: x}}',
    },
  },
  'a path from a variable': {
    files: { 'compose.yaml': 'include: ["${DIR}/a.yaml"]', 'd/a.yaml': 'services: {a: {image: x}}', '.env': 'DIR=d' },
  },
  'no list': { files: { 'compose.yaml': 'include: {a: b}\nservices: {web: {image: x}}' } },
}

/** All of them, by what they are. */
export const mergeProjects: readonly (readonly [what: string, project: Project])[] = [
  ...Object.entries({ ...merges, ...lengthened }).map(
    ([what, project]) => [`a file over another: ${what}`, project] as const,
  ),
  ...Object.entries(extending).map(
    ([what, project]) =>
      [
        `a service that extends ${what}`,
        typeof project === 'string' ? { files: { 'compose.yaml': project } } : project,
      ] as const,
  ),
  ...Object.entries(including).map(([what, project]) => [`an include: ${what}`, project] as const),
]
