import assert from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { loadRight, loadText, serviceIn, webWith } from './load-text.ts'

const declared =
  'volumes: {data: {}, a: {}}\nnetworks: {front: {}, back: {}}\nsecrets: {pw: {file: ./pw}}\nconfigs: {cfg: {content: x}}\n'
const basis = { image: 'nginx', networks: [{ network: 'default' }] }

type Row = readonly [lines: string, template: V1TaskTemplate]

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const [lines, template] of rows) {
      it(`${lines.replaceAll('\n', ' ⏎ ')} becomes ${Object.keys(template).join(', ') || 'nothing'}`, () => {
        const loaded = loadRight(webWith(lines, declared))
        assert.deepEqual(serviceIn(loaded, 'web').spec.template, { ...basis, ...template })
      })
    }
  })
}

table('process attributes', [
  ['command: a "b c"', { args: ['a', 'b c'] }],
  ['command: [a, "b c"]', { args: ['a', 'b c'] }],
  ['command: ""', { args: [] }],
  ['command:', {}],
  ['entrypoint: sh -c x', { command: ['sh', '-c', 'x'] }],
  ['entrypoint: []', { command: [] }],
  ['working_dir: /app', { workingDir: '/app' }],
  ['user: "1000:1000"', { user: '1000:1000' }],
  ['group_add: [1, adm, 1]', { groupAdd: ['1', 'adm'] }],
  ['hostname: h\ndomainname: d', { hostname: 'h', domainname: 'd' }],
  ['tty: true\nstdin_open: "yes"', { tty: true, stdin: true }],
  ['init: "on"', { init: true }],
  ['init: /usr/libexec/docker-init', { init: true }],
  ['stop_signal: SIGINT\nstop_grace_period: 1m30s', { stopSignal: 'SIGINT', stopGracePeriodSeconds: 90 }],
  ['labels: {a: 1, b: , c: true}', { labels: { a: '1', b: '', c: 'true' } }],
  ['labels: ["a=1=2", b]', { labels: { a: '1=2', b: '' } }],
  ['annotations: {a: b}', { annotations: { a: 'b' } }],
  ['platform: linux/arm64', { platform: 'linux/arm64' }],
  ['pull_policy: if_not_present', { pullPolicy: 'Missing' }],
  ['runtime: runc\nisolation: default', { runtime: 'runc', isolation: 'default' }],
  [
    'logging: {driver: json-file, options: {max-size: 10m, max-file: 3}}',
    { logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } } },
  ],
  [
    'post_start: [{command: a b, user: root, environment: {X: 1}}]\npre_stop: [{command: [c]}]',
    {
      hooks: {
        postStart: [{ command: ['a', 'b'], user: 'root', env: [{ name: 'X', value: '1' }] }],
        preStop: [{ command: ['c'] }],
      },
    },
  ],
])

table('health checks', [
  ['healthcheck: {test: curl -f x}', { healthcheck: { test: ['CMD-SHELL', 'curl -f x'] } }],
  [
    'healthcheck: {test: [CMD, a], interval: 10s, timeout: 1s, retries: "3", start_period: 1m, start_interval: 500ms}',
    {
      healthcheck: {
        test: ['CMD', 'a'],
        intervalSeconds: 10,
        timeoutSeconds: 1,
        retries: 3,
        startPeriodSeconds: 60,
        startIntervalSeconds: 0.5,
      },
    },
  ],
  ['healthcheck: {disable: true, interval: 1s}', { healthcheck: { test: ['NONE'] } }],
  ['healthcheck: {disable: false, interval: 1s}', { healthcheck: { intervalSeconds: 1 } }],
])

table('resources', [
  [
    'mem_limit: 64m\nmemswap_limit: -1\nmem_reservation: 32m',
    {
      resources: {
        limits: { memoryBytes: 67_108_864, memorySwapBytes: -1 },
        reservations: { memoryBytes: 33_554_432 },
      },
    },
  ],
  ['cpus: "0.5"\npids_limit: 100', { resources: { limits: { cpus: 0.5, pids: 100 } } }],
  ['cpus: 0.5\ndeploy: {resources: {limits: {cpus: "0.5"}}}', { resources: { limits: { cpus: 0.5 } } }],
  [
    'cpu_shares: 512\ncpu_period: 50ms\ncpu_quota: "25000"\ncpuset: 0-1',
    { cpuShares: 512, cpuPeriod: 50_000, cpuQuota: 25_000, cpusetCpus: '0-1' },
  ],
  [
    'mem_swappiness: 0\noom_score_adj: -500\noom_kill_disable: true\nshm_size: 1g',
    { memorySwappiness: 0, oomScoreAdj: -500, oomKillDisable: true, shmSizeBytes: 1_073_741_824 },
  ],
  [
    'ulimits: {nproc: 65535, nofile: {soft: 1, hard: -1}}',
    {
      ulimits: [
        { name: 'nofile', soft: 1, hard: -1 },
        { name: 'nproc', soft: 65_535, hard: 65_535 },
      ],
    },
  ],
  [
    'blkio_config: {weight: 300, weight_device: [{path: /dev/sda, weight: 400}], device_read_bps: [{path: /dev/sdb, rate: 12mb}]}',
    {
      blkio: {
        weight: 300,
        weightDevices: [{ path: '/dev/sda', weight: 400 }],
        readBps: [{ path: '/dev/sdb', rate: 12_582_912 }],
      },
    },
  ],
  [
    'devices: ["/dev/a:/dev/b:r", /dev/c, {source: /dev/d, permissions: rw}]',
    {
      devices: [
        { source: '/dev/a', target: '/dev/b', permissions: 'r' },
        { source: '/dev/c' },
        { source: '/dev/d', permissions: 'rw' },
      ],
    },
  ],
  ['devices: ["nvidia.com/gpu=0"]', { deviceRequests: [{ driver: 'cdi', deviceIDs: ['nvidia.com/gpu=0'] }] }],
  ['gpus: all', { deviceRequests: [{ count: -1, capabilities: [['gpu']] }] }],
  ['gpus: [{driver: nvidia, count: 2}]', { deviceRequests: [{ driver: 'nvidia', count: 2, capabilities: [['gpu']] }] }],
])

table('what a container may do', [
  ['cap_add: [NET_ADMIN, NET_ADMIN]\ncap_drop: [ALL]', { capAdd: ['NET_ADMIN'], capDrop: ['ALL'] }],
  ['privileged: true\nread_only: true', { privileged: true, readOnly: true }],
  [
    'security_opt: ["no-new-privileges:true", "seccomp:unconfined", "label=disable"]',
    { securityOpt: ['no-new-privileges:true', 'seccomp=unconfined', 'label=disable'] },
  ],
  ['security_opt: ["systempaths=unconfined"]', { maskedPaths: [], readonlyPaths: [] }],
  ['sysctls: {net.core.somaxconn: 1024}', { sysctls: { 'net.core.somaxconn': '1024' } }],
  ['sysctls: ["net.core.somaxconn=1024"]', { sysctls: { 'net.core.somaxconn': '1024' } }],
  [
    'cgroup: private\ncgroup_parent: x\nuserns_mode: host\nuts: host',
    { cgroupnsMode: 'private', cgroupParent: 'x', usernsMode: 'host', utsMode: 'host' },
  ],
  ['device_cgroup_rules: ["c 1:3 mr"]', { deviceCgroupRules: ['c 1:3 mr'] }],
  ['storage_opt: {size: 1G}', { storageOpt: { size: '1G' } }],
  ['pid: host\nipc: shareable', { pidMode: 'host', ipcMode: 'shareable' }],
])

table('files and mounts', [
  [
    'volumes: ["data:/data/:ro", "./x:/x:z,rslave", /anon]',
    {
      mounts: [
        { type: 'Volume', source: 'data', target: '/data', readOnly: true },
        {
          type: 'Bind',
          source: '/srv/shop/x',
          target: '/x',
          bind: { createHostPath: true, selinux: 'z', propagation: 'rslave' },
        },
        { type: 'Volume', target: '/anon' },
      ],
    },
  ],
  ['volumes: ["a:/x:nocopy"]', { mounts: [{ type: 'Volume', source: 'a', target: '/x', volume: { noCopy: true } }] }],
  [
    'volumes: [{type: bind, source: ../y, target: /y, read_only: true, bind: {propagation: shared, create_host_path: false}}]',
    {
      mounts: [
        {
          type: 'Bind',
          source: '/srv/y',
          target: '/y',
          readOnly: true,
          bind: { createHostPath: false, propagation: 'shared' },
        },
      ],
    },
  ],
  [
    'volumes: [{type: volume, source: data, target: /d, volume: {subpath: s, nocopy: true}}]',
    { mounts: [{ type: 'Volume', source: 'data', target: '/d', volume: { subpath: 's', noCopy: true } }] },
  ],
  [
    'volumes: [{type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 0o1777}}]',
    { mounts: [{ type: 'Tmpfs', target: '/t', tmpfs: { sizeBytes: 67_108_864, mode: 0o1777 } }] },
  ],
  ['tmpfs: ["/run:size=64m,mode=755", /tmp]', { tmpfs: { '/run': 'size=64m,mode=755', '/tmp': '' } }],
  ['tmpfs: /run', { tmpfs: { '/run': '' } }],
  ['secrets: [pw]', { secrets: [{ secret: 'pw' }] }],
  [
    'secrets: [{source: pw, target: p, uid: "1", gid: 2, mode: 0440}]',
    { secrets: [{ secret: 'pw', target: 'p', uid: '1', gid: '2', mode: 0o440 }] },
  ],
  [
    'configs: [{source: cfg, target: /etc/c, mode: "0444"}]',
    { configs: [{ config: 'cfg', target: '/etc/c', mode: 0o444 }] },
  ],
])

table('the network', [
  ['networks: [front, back]', { networks: [{ network: 'back' }, { network: 'front' }] }],
  [
    'networks: {back: , front: {priority: 10, aliases: [w], ipv4_address: 10.0.0.2, gw_priority: 1}}',
    {
      networks: [
        { network: 'front', priority: 10, aliases: ['w'], ipv4Address: '10.0.0.2', gwPriority: 1 },
        { network: 'back' },
      ],
    },
  ],
  [
    'ports: [80, "8080:80", {target: 443, published: "8443", host_ip: 127.0.0.1, protocol: udp, mode: host, name: n, app_protocol: http}]',
    {
      ports: [
        { containerPort: 80 },
        { containerPort: 80, hostPort: 8080 },
        {
          containerPort: 443,
          hostPort: 8443,
          hostIP: '127.0.0.1',
          protocol: 'udp',
          mode: 'Host',
          name: 'n',
          appProtocol: 'http',
        },
      ],
    },
  ],
  [
    'ports: ["8080:80", "8080:80", {target: 81, published: 9000-9002}]',
    {
      ports: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 9000, hostPortEnd: 9002 },
      ],
    },
  ],
  [
    'ports: ["80:80", "8000-8001:8000-8001", "0.0.0.0:80:80", "8001:8001", {target: 8000, published: 8000, mode: host}]',
    {
      ports: [
        { containerPort: 80, hostPort: 80, hostIP: '0.0.0.0' },
        { containerPort: 8000, hostPort: 8000, mode: 'Host' },
        { containerPort: 8001, hostPort: 8001 },
      ],
    },
  ],
  [
    'devices: ["/dev/a:/dev/x", "/dev/b", "/dev/c:/dev/x:r"]',
    { devices: [{ source: '/dev/c', target: '/dev/x', permissions: 'r' }, { source: '/dev/b' }] },
  ],
  ['expose: [80, "81/UDP", 90-91]', { expose: ['80', '81/udp', '90-91'] }],
  ['dns: 1.1.1.1\ndns_search: [a, b]\ndns_opt: [x]', { dns: ['1.1.1.1'], dnsSearch: ['a', 'b'], dnsOptions: ['x'] }],
  [
    'volumes: ["/a:/b:ro,rw", "/a:/c:rw,ro"]',
    {
      mounts: [
        { type: 'Bind', source: '/a', target: '/b', bind: { createHostPath: true } },
        { type: 'Bind', source: '/a', target: '/c', bind: { createHostPath: true }, readOnly: true },
      ],
    },
  ],
  ['dns: ["$UNSET", 1.1.1.1]', { dns: ['1.1.1.1'] }],
  ['extra_hosts: ["a=1.2.3.4", "b:host-gateway", "c=[::1]"]', { extraHosts: ['a:1.2.3.4', 'b:host-gateway', 'c:::1'] }],
  ['extra_hosts: {a: 1.2.3.4, b: [1.1.1.1, 2.2.2.2]}', { extraHosts: ['a:1.2.3.4', 'b:1.1.1.1', 'b:2.2.2.2'] }],
  [
    'external_links: ["x:y"]\nmac_address: 02:42:ac:11:65:43',
    { externalLinks: ['x:y'], macAddress: '02:42:ac:11:65:43' },
  ],
])

describe('an attribute with nothing in it', () => {
  const empty = [
    'hostname: ""\nuser: $UNSET\nplatform: ""\nworking_dir: ${UNSET}',
    'cap_add: []\nlabels: {}\nports: []\nvolumes: []\nulimits: {}\ndns: ""',
    'network_mode: $UNSET\npid: ""\ndeploy: {mode: ""}',
    'links: []\ntmpfs: ""\nhealthcheck: {}\nlogging: {driver: ""}\nenvironment:\nnetworks:',
  ]
  for (const lines of empty) {
    it(`${lines.replaceAll('\n', ' ⏎ ')} is absent`, () => {
      assert.deepEqual(serviceIn(loadRight(webWith(lines)), 'web').spec, { template: basis })
    })
  }

  // Refused, as by Compose: a lost .env must not remove replicas, limits, volumes or a read-only root.
  for (const lines of [
    'deploy: {replicas: "${UNSET}"}',
    'scale: $UNSET',
    'mem_limit: $UNSET',
    'memswap_limit: ""',
    'cpus: $UNSET',
    'cpu_period: $UNSET',
    'read_only: $UNSET',
    'init: ""',
    'stop_grace_period: $UNSET',
    'healthcheck: {test: x, retries: "$UNSET"}',
    'gpus: [{count: $UNSET}]',
    'secrets: [{source: pw, mode: $UNSET}]',
    'volumes: [{type: tmpfs, target: /t, tmpfs: {mode: $UNSET}}]',
    'volumes: $UNSET',
    'networks: $UNSET',
    'secrets: $UNSET',
    'ports: ""',
    'cap_drop: $UNSET',
    'labels: $UNSET',
    'healthcheck: ""',
    'logging: {options: $UNSET}',
    'pull_policy: $UNSET',
    'cgroup: ""',
    'container_name: $UNSET',
    'depends_on: {web: {condition: $UNSET}}',
    'deploy: {update_config: {order: $UNSET}}',
    'deploy: {placement: {constraints: $UNSET}}',
  ])
    it(`${lines} is refused, as no text is expected, or one that is not empty`, () => {
      const { errors } = loadText(webWith(lines, declared))
      assert.equal(errors.length, 1)
      assert.match(errors[0]?.message ?? '', /must be .*, not (the|a) text( "")?$/)
    })
})

describe('a network mode', () => {
  it('takes the place of the default network', () => {
    const loaded = loadRight(webWith('network_mode: host'))
    assert.deepEqual(serviceIn(loaded, 'web').spec.template, { image: 'nginx', networkMode: 'host' })
    assert.deepEqual(
      loaded.manifests.map(({ object }) => object.kind),
      ['Service'],
    )
  })
})
