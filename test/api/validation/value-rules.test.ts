import { deepEqual } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import type { ValidationError } from '../../../api/v1/validation/validation-error.ts'

type Template = Partial<V1TaskTemplate>

function wrongIn(template: Template): ValidationError[] {
  const metadata = { name: 'web', namespace: 'shop' }
  return validateObject({
    ...{ apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata },
    spec: { template: { image: 'a', ...template } },
  })
}

const onNetwork = (fields: object): Template => ({ networks: [{ network: 'default', ...fields }] })
const limits = (fields: object): Template => ({ resources: { limits: fields } })
const seconds = (name: string, value: number): Template => ({
  healthcheck: { test: ['CMD', 'true'], [`${name}Seconds`]: value },
})

/** A field, a template with a value in it, values that engines mean, and values that none does: it refuses them, or takes them and does otherwise. */
const ROWS: readonly (readonly [string, (value: never) => Template, readonly unknown[], readonly unknown[]])[] = [
  [
    'ports.0.hostIP',
    (hostIP: string) => ({ ports: [{ containerPort: 80, hostPort: 80, hostIP }] }),
    ['', '127.0.0.1', '0.0.0.0', '::', '::1', '::ffff:127.0.0.1'],
    ['localhost', '[::1]', '127.0.0.1:80', '300.1.1.1', '127.0.0.01', 'fe80::1%eth0', ' 127.0.0.1'],
  ],
  [
    'networks.0.ipv4Address',
    (ipv4Address: string) => onNetwork({ ipv4Address }),
    ['', '10.0.0.5'],
    ['10.0.0.300', '10.0.0.05', '10.0.0.5/24', 'fd00::5'],
  ],
  [
    'networks.0.ipv6Address',
    (ipv6Address: string) => onNetwork({ ipv6Address }),
    ['', 'fd00::5'],
    ['10.0.0.5', 'fd00::zz', '::ffff:10.0.0.5', 'fd00::5%eth0'],
  ],
  [
    'networks.0.linkLocalIPs.0',
    (address: string) => onNetwork({ linkLocalIPs: [address] }),
    ['169.254.8.8', 'fe80::8'],
    ['', 'x'],
  ],
  [
    'dns.0',
    (address: string) => ({ dns: [address] }),
    ['1.1.1.1', '::1', 'fe80::1%eth0'],
    ['', 'one.one.one.one', '1.1.1.1:53', '[::1]', '1.1.1.1 '],
  ],
  [
    'extraHosts.0',
    (line: string) => ({ extraHosts: [line] }),
    ['a:1.2.3.4', 'a:::1', 'a:host-gateway', 'a:1.2.3.4 '],
    ['', 'a', 'a:', ':1.2.3.4', 'a:b', 'a=1.2.3.4', 'a:[::1]', 'a:fe80::1%eth0'],
  ],
  ...(['macAddress', 'networks.0.macAddress'] as const).map(
    (field) =>
      [
        field,
        (macAddress: string) => (field === 'macAddress' ? { macAddress } : onNetwork({ macAddress })),
        ['', '02:42:ac:11:00:02', '02-42-AC-11-00-02', '0242.ac11.0002', '0242ac110002'],
        ['x', '02:42:ac:11:00', '02:42-ac:11:00:02', '01:00:5e:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'],
      ] as const,
  ),
  [
    'networks.0.interfaceName',
    (interfaceName: string) => onNetwork({ interfaceName }),
    ['', 'eth1', 'a.b-c_d'],
    ['a/b', 'a b', 'a:b', '.', '..'],
  ],
  [
    'networkMode',
    (networkMode: string) => ({ networkMode }),
    ['', 'none', 'host', 'bridge', 'default', 'shop_front', 'service:db', 'container:db'],
    ['container:', 'service:', 'container', 'host ', 'a:b'],
  ],
  [
    'pidMode',
    (pidMode: string) => ({ pidMode }),
    ['', 'host', 'private', 'service:db', 'container:db'],
    ['Host', 'shareable', 'container:', 'service:'],
  ],
  [
    'ipcMode',
    (ipcMode: string) => ({ ipcMode }),
    ['', 'none', 'private', 'shareable', 'host', 'service:db', 'container:db'],
    ['Host', 'container:', 'private:db'],
  ],
  ['utsMode', (utsMode: string) => ({ utsMode }), ['', 'host', 'private'], ['Host', 'container:db']],
  ['isolation', (isolation: string) => ({ isolation }), ['', 'default', 'HYPERV', 'process'], ['hyper-v']],
  [
    'platform',
    (platform: string) => ({ platform }),
    ['', 'linux', 'amd64', 'linux/arm64', 'linux/arm/v7', 'windows(10.0.17763)/amd64'],
    ['linux/', '/amd64', 'a/b/c/d', 'linux amd64'],
  ],
  [
    'stopSignal',
    (stopSignal: string) => ({ stopSignal }),
    ['', 'SIGTERM', 'term', '15', 'SIGRTMIN+3', 'RTMAX-14', 'SIGCLD', 'SIGPOLL', '64', '015'],
    ['SIGFOO', '0', '-1', '65', ' SIGTERM', 'RTMIN+16', '1.5'],
  ],
  ...(['capAdd', 'capDrop'] as const).map(
    (field) =>
      [
        `${field}.0`,
        (name: string) => ({ [field]: [name] }),
        ['NET_ADMIN', 'net_admin', 'CAP_NET_ADMIN', 'ALL', 'all', 'BPF', 'CHECKPOINT_RESTORE'],
        ['', 'NET ADMIN', 'NET_ADMIN ', 'NETADMIN', 'CAP_ALL'],
      ] as const,
  ),
  [
    'workingDir',
    (workingDir: string) => ({ workingDir }),
    ['', '/', '/srv/a b', 'C:\\srv', 'C:/srv'],
    ['srv', './srv', '/a\0b'],
  ],
  [
    'user',
    (user: string) => ({ user }),
    ['', 'root', '0', '1000:1000', ':0', '0:', '2147483647', 'a-1'],
    ['-1', '2147483648', '0:99999999999'],
  ],
  ['groupAdd.0', (group: string) => ({ groupAdd: [group] }), ['0', 'docker'], ['', '-1', '2147483648']],
  ...(['cpusetCpus', 'cpusetMems'] as const).map(
    (field) =>
      [
        field,
        (set: string) => ({ [field]: set }),
        ['', '0', '0-3,6', '1,0', '0-0'],
        ['a', '3-0', '0-', '-1', '0, 1', '0,,1', ','],
      ] as const,
  ),
  [
    'ulimits.0.name',
    (name: string) => ({ ulimits: [{ name, soft: 1024 }] }),
    ['nofile', 'NOFILE', 'as', 'rtprio'],
    ['files', 'rlimitnofile'],
  ],
  [
    'securityOpt.0',
    (option: string) => ({ securityOpt: [option] }),
    [
      ...['no-new-privileges', 'no-new-privileges:true', 'no-new-privileges=0', 'label:disable', 'label=type:a'],
      ...['apparmor=x', 'seccomp=unconfined', 'seccomp=builtin', 'seccomp={"a":1}', 'systempaths=unconfined'],
      ...['writable-cgroups', 'credentialspec=file://a.json', 'disable'],
    ],
    ['', 'disable=true', 'x', 'x=y', 'no-new-privileges=maybe', 'seccomp', 'seccomp=/profile.json', 'label'],
  ],
  [
    'expose.0',
    (port: string) => ({ expose: [port] }),
    ['80', '80/udp', '8000-8010/tcp', '65535'],
    ['65536', '90-80', '80-70000/tcp'],
  ],
  [
    'tmpfs./x',
    (options: string) => ({ tmpfs: { '/x': options } }),
    ['', 'size=64m', 'size=10%,mode=1777,uid=5,gid=5', 'rw,noexec', 'nr_inodes=10k', 'size=0x100', 'size=64M'],
    [
      'size=64mb',
      'size=',
      'size=-1',
      'size=64m,',
      ',',
      'mode=9',
      'mode=0x1',
      'uid=root',
      'size=64m, mode=1777, size=1 m',
    ],
  ],
  [
    'resources.limits.memoryBytes',
    (memoryBytes: number) => limits({ memoryBytes }),
    [0, 6_291_456],
    [1, 4_194_304, 6_291_455],
  ],
  [
    'resources.reservations.memoryBytes',
    (memoryBytes: number) => ({ resources: { reservations: { memoryBytes } } }),
    [0, 6_291_456],
    [1, 6_291_455],
  ],
  ['resources.limits.cpus', (cpus: number) => limits({ cpus }), [0, 0.01, 0.5, 128], [1e-10, 0.0099, 1e300]],
  ['cpuPeriod', (cpuPeriod: number) => ({ cpuPeriod }), [0, 1_000, 1_000_000], [999, 1_000_001]],
  ['cpuQuota', (cpuQuota: number) => ({ cpuQuota }), [-1, 0, 1_000], [1, 999]],
  ['blkio.weight', (weight: number) => ({ blkio: { weight } }), [0, 10, 1_000], [1, 9]],
  ...['interval', 'timeout', 'startPeriod', 'startInterval'].map(
    (name) =>
      [
        `healthcheck.${name}Seconds`,
        (value: number) => seconds(name, value),
        [0, 0.001, 86_400],
        [0.0001, 1e10],
      ] as const,
  ),
  ['hostname', (hostname: string) => ({ hostname }), ['', 'a', 'a_b.c', 'x'.repeat(64)], ['x'.repeat(65)]],
  ['command.1', (word: string) => ({ command: ['sh', word] }), ['', 'a\nb'], ['a\0b']],
  ['args.0', (word: string) => ({ args: [word] }), ['', 'a\nb'], ['a\0b']],
  ['env.0.value', (value: string) => ({ env: [{ name: 'A', value }] }), ['', 'a\nb'], ['a\0b']],
  ['mounts.0.target', (target: string) => ({ mounts: [{ type: 'Volume', target }] }), ['/a b'], ['/a\0b']],
]

describe('a value that no engine means', () => {
  for (const [field, make, right, wrong] of ROWS) {
    const template = make as (value: unknown) => Template
    it(`${field} may be ${JSON.stringify(right)}`, () =>
      deepEqual(
        right.filter((value) => wrongIn(template(value)).length > 0),
        [],
      ))
    for (const value of wrong)
      it(`${field} may not be ${JSON.stringify(value)}`, () =>
        deepEqual(
          wrongIn(template(value)).map(({ path }) => path.join('.')),
          [`spec.template.${field}`],
        ))
  }

  it('says what is wrong, and what is right', () =>
    deepEqual(wrongIn({ dns: ['one.one.one.one'] }), [
      {
        path: ['spec', 'template', 'dns', 0],
        message: 'must be the IP address of a DNS server, without a port',
        value: 'one.one.one.one',
      },
    ]))

  it('shows no part of a command or variable (S9)', () =>
    deepEqual(
      wrongIn({ env: [{ name: 'A', value: 'hunter2\0' }], args: ['hunter2\0'] }).map(({ value }) => value),
      [undefined, undefined],
    ))
})
