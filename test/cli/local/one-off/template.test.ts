import { deepEqual, throws } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../../../api/v1/generated/types.ts'
import type { RunRequest } from '../../../../api/v1/installation/one-off.ts'
import { oneOffTemplate } from '../../../../cli/local/one-off/template.ts'

const request: RunRequest = {
  ref: { kind: 'Service', namespace: 'shop', name: 'web' },
  command: [],
  env: [],
  labels: [],
  volumes: [],
  publish: [],
  signal: new AbortController().signal,
}
const base = { tty: false, stdin: false, stdinOnce: false, restartPolicy: { condition: 'Never' as const } }
const empty = { ...base, env: [], labels: {}, mounts: [] }

describe('what a one-off container is made from', () => {
  const rows: readonly [what: string, template: V1TaskTemplate, asked: Partial<RunRequest>, made: V1TaskTemplate][] = [
    ['the service itself', { image: 'a', args: ['x'] }, {}, { ...empty, image: 'a', args: ['x'] }],
    [
      'a command in place of its arguments',
      { command: ['sh'], args: ['x'] },
      { command: ['-c', 'y'] },
      { ...empty, command: ['sh'], args: ['-c', 'y'] },
    ],
    [
      'an entry point, which takes its arguments away',
      { command: ['sh'], args: ['x'] },
      { entrypoint: ['cat', '-n'] },
      { ...empty, command: ['cat', '-n'] },
    ],
    [
      'variables, labels and mounts over its own',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '1' },
        ],
        labels: { a: '1' },
        mounts: [{ type: 'Volume', source: 'data', target: '/d' }],
      },
      { env: ['B=2=2', 'C'], labels: ['b=2'], volumes: ['/srv:/d:ro', 'more:/m'] },
      {
        ...base,
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2=2' },
          { name: 'C', value: '' },
        ],
        labels: { a: '1', b: '2' },
        mounts: [
          { type: 'Bind', source: '/srv', target: '/d', bind: { createHostPath: true }, readOnly: true },
          { type: 'Volume', source: 'more', target: '/m' },
        ],
      },
    ],
    [
      'none of its ports, addresses, hooks and restarts',
      {
        ports: [{ containerPort: 80, hostPort: 80 }],
        publishAllPorts: true,
        macAddress: '02:00:00:00:00:01',
        hooks: { postStart: [{ command: ['x'] }] },
        restartPolicy: { condition: 'Always' },
        networks: [{ network: 'n', ipv4Address: '10.0.0.2', macAddress: '02:00:00:00:00:01', priority: 1 }],
      },
      {},
      { ...empty, networks: [{ network: 'n', priority: 1 }] },
    ],
    [
      'its ports and others where they are asked for',
      { ports: [{ containerPort: 80, hostPort: 80 }] },
      { servicePorts: true, publish: ['8080:81'], user: 'u', workingDir: '/w', tty: true, stdin: true },
      {
        ...empty,
        ...{ user: 'u', workingDir: '/w', tty: true, stdin: true, stdinOnce: true },
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 81, hostPort: 8080 },
        ],
      },
    ],
  ]
  for (const [what, template, asked, made] of rows)
    it(`is ${what}`, () => deepEqual(oneOffTemplate(template, { ...request, ...asked }), made))

  for (const [asked, words] of [
    [{ publish: ['x'] }, /--publish x: .*container's port/],
    [{ volumes: ['a:/b:quick'] }, /--volume a:\/b:quick: the option quick is not known/],
    [{ volumes: ['./a:/b'] }, /no absolute path/],
    [{ labels: ['reconcile.dev/task=a'] }, /reconcile\.dev\/task is reconcile's own/],
  ] as const)
    it(`is refused with ${JSON.stringify(asked)}`, () =>
      throws(() => oneOffTemplate({}, { ...request, ...asked }), words))
})
