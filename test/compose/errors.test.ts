import assert from 'node:assert/strict'
import { redactAssigned } from '../../api/v1/redact/redact.ts'
import { loadText, shown, webWith } from './load-text.ts'

const declared =
  'volumes: {data: {}}\nnetworks: {front: {}}\nsecrets: {pw: {file: ./pw}}\nconfigs: {a: {content: x}, b: {content: y}}\n'

/** The sign § marks the place of the error, and is not part of the text. */
type Row = readonly [marked: string, path: string, words: RegExp]

interface Expected {
  readonly text: string
  readonly at: string
}

function unmarked(marked: string): Expected {
  const offset = marked.indexOf('§')
  const before = marked.slice(0, offset).split('\n')
  return { text: marked.replace('§', ''), at: `${before.length}:${(before.at(-1) ?? '').length + 1}` }
}

function table(name: string, rows: readonly Row[], make: (marked: string) => string): void {
  describe(name, () => {
    for (const [marked, path, words] of rows) {
      it(`${JSON.stringify(marked.slice(0, 90))} is an error`, () => {
        const { text, at } = unmarked(make(marked))
        const { errors, manifests } = loadText(text)
        const lines = errors.map(shown)
        assert.equal(lines.length, 1, lines.join('\n'))
        assert.ok(lines[0]?.startsWith(`${at} ${path}: `), `expected ${at} ${path}, got ${lines[0]}`)
        assert.match(lines[0] ?? '', words)
        assert.equal(redactAssigned(lines[0] ?? ''), lines[0], 'a log takes none of our words for a secret')
        assert.deepEqual(manifests, [])
      })
    }
  })
}

table(
  'a wrong attribute of a service',
  [
    ['env: §{A: b}', 'services.web.env', /: did you mean environment\?$/],
    ['external: §true', 'services.web.external', /: it is of a network, volume, secret or config: write it in that/],
    ['imagee: §x', 'services.web.imagee', /no attribute has this name here: did you mean image\?/],
    ['xyzzy: §1', 'services.web.xyzzy', /take it out, or begin it with x-/],
    ['replicas: §2', 'services.web.replicas', /here: did you mean deploy.replicas\?$/],
    ['limits: §{cpus: 1}', 'services.web.limits', /here: did you mean deploy.resources.limits\?$/],
    ['ipv4_address: §10.0.0.2', 'services.web.ipv4_address', /here: did you mean networks\.NAME\.ipv4_address\?$/],
    ['condition: §service_healthy', 'services.web.condition', /here: did you mean depends_on\.NAME\.condition\?$/],
    ['build: {context: ., soft: §9}', 'services.web.build.soft', /here: did you mean ulimits\.NAME\.soft\?$/],
    ['deploy: {ports: §["80:80"]}', 'services.web.deploy.ports', /it is one of the service: write it beside deploy/],
    ['services: §{db: {image: y}}', 'services.web.services', /it is of the top of a file: write it there$/],
    ['name: §x', 'services.web.name', /no attribute has this name here: did you mean container_name\?$/],
    ['restart: §true', 'services.web.restart', /must be always, as `restart: always`, or "no", not true$/],
    ['hostname: §5', 'services.web.hostname', /must be text in quotes \("5"\), not the number 5/],
    ['command: [a, --password, §8877]', 'services.web.command[2]', /must be text in quotes, not a number$/],
    ['command: [a, --password, §true]', 'services.web.command[2]', /must be text in quotes, not true or false$/],
    ['command: §"a --password \'x"', 'services.web.command', /quotes are closed, not a text$/],
    ['environment: §DB_PASSWORD=x', 'services.web.environment', /a map, or a list of NAME=value, not a text$/],
    ['labels: §8877', 'services.web.labels', /a list of NAME=value, not a number$/],
    [
      'healthcheck: {start_interval: §5s}',
      'services.web.healthcheck.start_interval',
      /write that too, as start_period: 30s$/,
    ],
    ['healthcheck: {test: [§"a --password x"]}', 'services.web.healthcheck.test[0]', /must be CMD, CMD-SHELL or NONE$/],
    [
      'dns: [1.1.1.1, §one.one]',
      'services.web.dns[1]',
      /must be the IP address of a DNS server, without a port, is "one.one"$/,
    ],
    ['extra_hosts: {db: §nope}', 'services.web.extra_hosts.db', /must be HOST:ADDRESS/],
    ['mem_limit: §4m', 'services.web.mem_limit', /at least 6291456 \(6 MiB\)/],
    [
      'ports: ["80:80", §"127.0.0.1:80:81"]',
      'services.web.ports[1]',
      /takes port 80 of the host, as an entry before it does: keep one, or publish another port \(\S+:\d+\)$/,
    ],
    [
      'ports: ["80:80", §"80:81"]',
      'services.web.ports[1]',
      /host's port 80 already leads to port 80 of the container \(\S+:\d+\): choose another one$/,
    ],
    ['mem_limit: 64m\nmemswap_limit: §32m', 'services.web.memswap_limit', /must not be below the limit of memory,/],
    ['memswap_limit: §32m', 'services.web.memswap_limit', /it needs a limit of memory beside it,/],
    ['tmpfs: [§"/x:size=1mb"]', 'services.web.tmpfs[0]', /as size=64m,mode=1777/],
    ['ulimits: {files: §10}', 'services.web.ulimits.files', /is no resource that Linux limits/],
    [
      'logging: {driver: local, options: {max_size: §1m}}',
      'services.web.logging.options.max_size',
      /did you mean max-size\?$/,
    ],
    ['hostname: §{}', 'services.web.hostname', /must be text, not a map/],
    ['tty: §maybe', 'services.web.tty', /must be true or false, not the text "maybe"/],
    ['cap_add: §ALL', 'services.web.cap_add', /must be a list/],
    ['mem_limit: §64x', 'services.web.mem_limit', /a size such as 64m/],
    ['cpus: §many', 'services.web.cpus', /a number of at least 0/],
    ['oom_score_adj: §2000', 'services.web.oom_score_adj', /from -1000 to 1000/],
    ['stop_grace_period: §10', 'services.web.stop_grace_period', /"10s", not the number 10/],
    ['restart: §{condition: any}', 'services.web.restart', /one of "no", always, .*, not a map$/],
    ['pull_policy: §hourly', 'services.web.pull_policy', /one of always, never/],
    ['pull_policy: §every_soon', 'services.web.pull_policy', /such as every_12h/],
    ['command: §"a \'b"', 'services.web.command', /quotes are closed/],
    ['labels: [§=x]', 'services.web.labels[0]', /NAME=value/],
    ['sysctls: [§a]', 'services.web.sysctls[0]', /a needs a value/],
    ['sysctls: [§net.key]', 'services.web.sysctls[0]', /net\.key needs a value, and stands alone$/],
    ['environment: {A: §{}}', 'services.web.environment.A', /must be text, not a map/],
    [
      'environment: [A=1, §{B: x}]',
      'services.web.environment[1]',
      /NAME=value, not a map: write = in the place of the colon/,
    ],
    ['labels: [§{b: c}]', 'services.web.labels[0]', /NAME=value, not a map: write =/],
    ['volume: §["./a:/a"]', 'services.web.volume', /did you mean volumes\?/],
    [
      'deploy: §replicas:2',
      'services.web.deploy',
      /must be a map, not the text "replicas:2": put a plain space behind the/,
    ],
    ['deploy: §replicas:\u00a02', 'services.web.deploy', /put a plain space behind the colon$/],
    ['environment: [A=1, §"B = 2"]', 'services.web.environment[1]', /has a space after its name: take it out/],
    ['environment: [§"B "]', 'services.web.environment[0]', /has a space after its name: take it out/],
    ['environment: §A=1', 'services.web.environment', /a map, or a list of NAME=value/],
    ['healthcheck: {test: [§curl]}', 'services.web.healthcheck.test[0]', /must be CMD, CMD-SHELL or NONE/],
    ['healthcheck: {intervall: §1s}', 'services.web.healthcheck.intervall', /did you mean interval\?/],
    [
      'deploy: {replicas: 2}\nports: [§"80:8080"]',
      'services.web.ports[0]',
      /80 is taken by the first of 2 replicas: .* in a Compose file, ports: \["8080"\], \["80-81:8080"\], or deploy\.placement\.max_replicas_per_node$/,
    ],
    [
      'deploy: {replicas: 2}\nnetworks: {front: {ipv4_address: §10.1.0.9}}',
      'services.web.networks.front.ipv4_address',
      /is the address of the first of 2 replicas: have 1, leave it out .* deploy\.placement\.max_replicas_per_node: 1,/,
    ],
    ['ports: [§70000]', 'services.web.ports[0]', /1 to 65535/],
    ['ports: [§"localhost:1:1"]', 'services.web.ports[0]', /IP address/],
    ['ports: §"80:80"', 'services.web.ports', /a list of ports/],
    ['ports: ["80:80", §"80:81"]', 'services.web.ports[1]', /already leads to port 80/],
    ['ports: [§{published: 80}]', 'services.web.ports[0]', /needs target/],
    ['ports: [{target: 80, host_ip: §here}]', 'services.web.ports[0].host_ip', /an IP address/],
    ['volumes: [§"a:b:c:d"]', 'services.web.volumes[0]', /too many colons/],
    ['volumes: [§"src/x:/y"]', 'services.web.volumes[0]', /neither a declared volume nor a path: write \.\/src\/x/],
    ['volumes: [§"/d:ro"]', 'services.web.volumes[0]', /must be an absolute path in the container/],
    ['volumes: [§"dat:/x"]', 'services.web.volumes[0]', /did you mean data\?/],
    ['volumes: [§{type: bind, target: /x}]', 'services.web.volumes[0]', /needs source/],
    ['volumes: [/x]\ntmpfs: §/x', 'services.web.tmpfs', /is the target of two mounts/],
    ['volumes: [/run/secrets/pw]\nsecrets: [§pw]', 'services.web.secrets[0]', /is the target of two mounts/],
    [
      'secrets: [{source: pw, target: /pw}]\nconfigs: [{source: a, target: §/pw}]',
      'services.web.configs[0].target',
      /is the target of two mounts/,
    ],
    ['networks: [§frnt]', 'services.web.networks[0]', /did you mean front\?/],
    ['networks: [front]\nnetwork_mode: §host', 'services.web.network_mode', /excludes networks/],
    ['secrets: [§pww]', 'services.web.secrets[0]', /did you mean pw\?/],
    [
      'configs: [§none]',
      'services.web.configs[0]',
      /which is not declared in its project: write it under configs: in the file, or in one that/,
    ],
    ['depends_on: [§wep]', 'services.web.depends_on[0]', /Service shop\/wep, which is not declared/],
    ['depends_on: {web: {condition: §ready}}', 'services.web.depends_on.web.condition', /one of service_started/],
    ['links: [§"db:x"]', 'services.web.links[0]', /which is not declared/],
    ['network_mode: §service:db', 'services.web.network_mode', /which is not declared/],
    ['container_name: §x', 'services.web.container_name', /must be at least 2 characters long, is "x"$/],
    [
      `labels: {a: §"${'x'.repeat(65_537)}"}`,
      'services.web.labels.a',
      /must be at most 65536 characters long, and has 65537$/,
    ],
    ['container_name: §web\nscale: 2', 'services.web.container_name', /there are 2 replicas/],
    ['ports: [§"80:80"]\nscale: 2', 'services.web.ports[0]', /taken by the first of 2 replicas/],
    ['scale: 2\ndeploy: {replicas: §3}', 'services.web.deploy.replicas', /contradicts scale on line 4, which says 2/],
    [
      'deploy: {resources: {limits: {memory: 1g}}}\nmem_limit: §2g',
      'services.web.mem_limit',
      /contradicts deploy\.resources\.limits\.memory on line 4/,
    ],
    ['deploy: {mode: §everywhere}', 'services.web.deploy.mode', /one of replicated, global/],
    ['deploy: {mode: global, replicas: §2}', 'services.web.deploy.replicas', /global runs one task on each node/],
    [
      'build: {context: ., dockerfile: x, dockerfile_inline: §y}',
      'services.web.build.dockerfile_inline',
      /excludes dockerfile/,
    ],
    ['devices: [§"a:b:c:d"]', 'services.web.devices[0]', /SOURCE/],
    ['ulimits: {nofile: §{soft: 1}}', 'services.web.ulimits.nofile', /needs hard$/],
    [
      'deploy: {resources: {reservations: {devices: [{count: §1, device_ids: ["0"], capabilities: [gpu]}]}}}',
      'services.web.deploy.resources.reservations.devices[0].count',
      /excludes device_ids: keep one of them/,
    ],
    [
      'deploy: {resources: {reservations: {devices: [§{driver: nvidia, count: 1}]}}}',
      'services.web.deploy.resources.reservations.devices[0]',
      /needs capabilities$/,
    ],
    ['blkio_config: {weight_device: [§{path: /dev/a}]}', 'services.web.blkio_config.weight_device[0]', /needs weight/],
    ['security_opt: [§"seccomp=none.json"]', 'services.web.security_opt[0]', /\/srv\/shop\/none\.json can't be read/],
    ['hostname: §${A', 'services.web.hostname', /without its closing }/],
    ['hostname: §${A?must}', 'services.web.hostname', /the variable A is not set: must/],
    ['extends: {service: §x}', 'services.web.extends.service', /compose\.yaml has no service x/],
    ['provider: §{type: x}', 'services.web.provider', /not supported yet/],
    ['models: §[m]', 'services.web.models', /not supported yet/],
    ['pre_start: §{command: x}', 'services.web.pre_start', /must be a list of steps/],
    ['pre_start: [§{user: root}]', 'services.web.pre_start[0]', /needs command, or an image of its own/],
    [
      'pre_start: [{command: x, volumes: §[a]}]',
      'services.web.pre_start[0].volumes',
      /no attribute has this name here/,
    ],
    ['pre_start: [{command: x, per_replica: §true}]', 'services.web.pre_start[0].per_replica', /a step runs once/],
  ],
  (lines) => webWith(lines, declared),
)

table(
  'a wrong file',
  [
    ['§', '', /it is empty/],
    ['§- a', '', /must be a map, not a list/],
    ['§hello', '', /must be a map, not the text "hello"/],
    ['§web: {port: 80}', '', /under services:/],
    ['services: [§web]', 'services', /a map of names/],
    ['services: {§web: }', 'services.web', /needs image or build/],
    ['services: {web: §{ports: [1]}}', 'services.web', /needs image or build/],
    ['services: {web: §nginx}', 'services.web', /must be a map, not the text "nginx"/],
    ['§services:\nweb: {image: x}\ndb: {image: y}', 'services', /must be a map, not nothing: indent web, db below it$/],
    [
      'services: {a: {image: x}}\nx-a: {image: x}\nweb: §{image: x}',
      'web',
      /stands beside services: indent it, so that it is below$/,
    ],
    ['services: {.web: §{image: x}}', 'services[".web"]', /must match/],
    ['servces: §{}\nvolumes: {}', 'servces', /did you mean services\?/],
    ['services: {}\ninclude: [§x]', 'include[0]', /\/srv\/shop\/x is not there/],
    ['services: {}\nname: §[x]', 'name', /must be text, not a list/],
    ['services: {}\n---\n§[services]', '', /must be a map, not a list/],
    ['services: {a: {image: x}, §a: {image: y}}', '', /stands twice/],
    ['services: {a: {image: x}\n§', '', /.*/],
    ['services: {a: {image: x}}\nports: §["80:80"]', 'ports', /it is one of a service: write it in that, below/],
    ['services: {a: {image: x}, networks: {n: §{}}}', 'services.networks.n', /write it at the top of the file/],
    ['services: {configs: {image: x, imagee: §y}}', 'services.configs.imagee', /here: did you mean image\?$/],
    ['services: {image: §x}', 'services.image', /: image is one of a service, whose name is to stand above it$/],
    ['services: {}\nnetworks: {n: {subnet: §10.0.0.0/24}}', 'networks.n.subnet', /ipam\.config\[0\]\.subnet\?$/],
    ['services: {}\nvolumes: {v: {device: §/x}}', 'volumes.v.device', /: did you mean driver_opts\.device\?$/],
    ['services: {}\nsecrets: {s: §{}}', 'secrets.s', /needs one of file, environment/],
    ['services: {}\nsecrets: {s: {file: a, environment: §B}}', 'secrets.s.environment', /excludes file/],
    ['services: {}\nsecrets: {s: {file: a, driver: §x}}', 'secrets.s.driver', /not supported yet/],
    [
      'services: {}\nvolumes: {v: {external: true, driver: §local}}',
      'volumes.v.driver',
      /must be absent where external is true/,
    ],
    [
      'services: {}\nvolumes: {v: {external: true, driver: §x}}',
      'volumes.v.driver',
      /must be absent where external is true/,
    ],
    [
      'services: {}\nnetworks: {n: {name: a, external: {name: §b}}}',
      'networks.n.external.name',
      /contradicts name on line 2/,
    ],
    [
      'services: {a: {image: x, depends_on: [§b]}, b: {image: x, depends_on: [a]}}',
      'services.a.depends_on[0]',
      /wait for each other in a circle \(a → b → a\)/,
    ],
    ['services: {a: {image: x}}\nnetworks: {a: {name: n}, b: {name: §n}}', 'networks.b.name', /network name n/],
  ],
  (text) => text,
)

describe('errors of a file', () => {
  for (const attribute of [
    'ports: ["${A:?must}:80"]',
    'volumes: ["${A:?must}:/x"]',
    'mem_limit: ${A:?must}',
    'deploy: {replicas: "${A:?must}"}',
    'networks: ["${A:?must}"]',
  ])
    it(`say of a variable that is not set nothing more than that: ${attribute}`, () => {
      const { errors, warnings } = loadText(webWith(attribute))
      const [said = '', ...more] = [...errors, ...warnings].map(shown)
      assert.match(said, /: the variable A is not set: must; /)
      assert.deepEqual(more, [])
    })

  it('are all told at once', () => {
    const { errors } = loadText('services: {a: {imag: x}, b: {image: 5}}\nvolumez: {}\nnetworks: {n: {x: 1}}')
    assert.deepEqual(
      errors.map(({ path }) => path),
      ['services.a.imag', 'services.b.image', 'volumez', 'networks.n.x'],
    )
  })

  it('are told once where services share the mapping that is wrong', () => {
    const text = 'x-base: &base\n  image: Not An Image\nservices: {a: {<<: *base}, b: {<<: *base}}'
    const lines = loadText(text).errors.map(shown)
    assert.deepEqual([lines.length, lines[0]?.startsWith('2:10 services.a.image: must be')], [1, true], lines.join())
    const unknown = 'x-base: &base\n  imagge: x\n  image: x\nservices: {a: {<<: *base}, b: {<<: *base}}'
    assert.deepEqual(loadText(unknown).errors.map(shown), [
      '2:11 services.a.imagge: no attribute has this name here: did you mean image?',
    ])
  })

  it('end at fifty, soon, however many there are (S12)', function () {
    this.timeout(10_000)
    const services = Array.from({ length: 10_000 }, (_, index) => `  s${index}: {imagge: $X${index}}`).join('\n')
    const { errors, warnings } = loadText(`services:\n${services}\n`)
    assert.equal(errors.length, 50)
    assert.equal(warnings.length, 50)
  })
})

describe('the values of variables that look secret (S9)', () => {
  const variables = { DB_PASSWORD: 'correct horse/battery:staple', SIZE: 'large' }
  const lines = [
    'cap_add: ${DB_PASSWORD}',
    'mem_limit: a-${DB_PASSWORD}',
    'ports: ["${DB_PASSWORD}:80"]',
    'volumes: ["$DB_PASSWORD"]',
    'hostname: {a: $DB_PASSWORD}',
    'depends_on: ["$DB_PASSWORD"]',
    'restart: $DB_PASSWORD',
    'devices: ["a:b:c:$DB_PASSWORD"]',
  ]
  for (const line of lines) {
    it(`are not in what is said of ${line}`, () => {
      const { errors, warnings } = loadText(webWith(line), { variables })
      assert.equal(errors.length, 1)
      assert.doesNotMatch([...errors, ...warnings].map(shown).join('\n'), /correct|horse|battery|staple/)
    })
  }

  it('are not in what is said of an env file', () => {
    const { errors } = loadText(webWith('env_file: x.env'), {
      files: { '/srv/shop/x.env': 'KEY=-----BEGIN\nhunter2 hunter2\n' },
    })
    assert.equal(errors.length, 1)
    assert.doesNotMatch(errors.map(shown).join(), /hunter2/)
  })

  it('are not in what is said of a dollar sign in one that is written out', () => {
    const variables = { DB_PASSWORD: 'hunter2' }
    for (const value of ['p${4hunter2', 'p${4hunter2}', '${NOPE:?${DB_PASSWORD}}']) {
      const inFile = loadText(webWith(`environment: {DB_PASSWORD: '${value}'}`), { variables })
      const beside = loadText(webWith('env_file: x.env'), { variables, files: { '/srv/shop/x.env': `P=${value}` } })
      assert.deepEqual([inFile.errors.length, beside.errors.length], [1, 1])
      assert.doesNotMatch([...inFile.errors, ...beside.errors].map(shown).join(), /hunter2/)
    }
  })

  it('are told from other values, which are shown', () => {
    assert.match(
      loadText(webWith('mem_limit: ${SIZE}'), { variables }).errors.map(shown).join(),
      /not the text "large"/,
    )
  })
})

describe('warnings of a file', () => {
  const rows: readonly Row[] = [
    ['hostname: §a$B', 'services.web.hostname', /the variable B is not set and stands for nothing/],
    ['command: §a && b', 'services.web.command', /no shell runs this, so && is an argument/],
    ['command: §sleep 5; b', 'services.web.command', /so 5; is an argument, where docker compose 2 ends the command/],
    ['volumes: ["/a:/x", §"/b:/x"]', 'services.web.volumes[1]', /replaces what stands above it for the same path \/x:/],
    ['secrets: [pw, §{source: pw, mode: 0400}]', 'services.web.secrets[1]', /for the same path \/run\/secrets\/pw:/],
    ['configs: [a, §{source: b, target: /./a}]', 'services.web.configs[1]', /for the same path \/a:/],
    ['volumes: [§"/a:/x:wat"]', 'services.web.volumes[0]', /option wat is not known/],
  ]
  for (const [marked, path, words] of rows) {
    it(`${marked} is a warning`, () => {
      const { text, at } = unmarked(webWith(marked, declared))
      const { errors, warnings } = loadText(text)
      assert.deepEqual(errors, [])
      assert.equal(warnings.length, 1)
      assert.ok(shown(warnings[0] ?? assert.fail()).startsWith(`${at} ${path}: `), warnings.map(shown).join())
      assert.match(warnings[0]?.message ?? '', words)
    })
  }

  for (const version of ["'1'", '"4"', '"3.x"', 'latest', '"2.4.0"'])
    it(`are that version: ${version} counts for nothing`, () => {
      const { errors, warnings, manifests } = loadText(`version: ${version}\nservices: {web: {image: x}}\n`)
      assert.deepEqual([errors, manifests.length > 0], [[], true])
      assert.deepEqual(warnings.map(shown), [
        '1:10 version: is no version that Compose files had: the file is read as one of today, so leave it out',
      ])
    })

  it('are none for notes and what does nothing', () => {
    const { errors, warnings } = loadText(
      'version: 3.8\nx-a: 1\nservices: {web: {image: x, x-b: {c: $$}, attach: false, ports: }}\n',
    )
    assert.deepEqual([...errors, ...warnings], [])
  })
})
