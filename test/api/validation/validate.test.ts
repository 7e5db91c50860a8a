import { deepEqual, equal } from 'node:assert/strict'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { formatError } from './format-error.ts'

const service = (spec: object, metadata: object = { name: 'web', namespace: 'shop' }) => ({
  apiVersion: 'reconcile.dev/v1',
  kind: 'Service',
  metadata,
  spec,
})
const template = (fields: object) => service({ template: { image: 'nginx', ...fields } })
const other = (kind: string, spec: object) => ({
  apiVersion: 'reconcile.dev/v1',
  kind,
  metadata: { name: 'x', namespace: 'shop' },
  spec,
})

describe('validateObject', () => {
  for (const { it: sentence, raw, says } of [
    { it: 'takes a service with an image', raw: service({ template: { image: 'nginx' } }), says: [] },
    { it: 'takes a network without a spec', raw: { ...other('Network', {}), spec: undefined }, says: [] },
    {
      it: 'takes dots and underscores in names, as Compose does',
      raw: service({ template: { image: 'a' } }, { name: 'my_App.1', namespace: 'my_stack' }),
      says: [],
    },
    {
      it: 'names an unknown field and the nearest one',
      raw: service({ template: { image: 'a' }, rep: 3 }),
      says: ['spec.rep: is not a known field; did you mean replicas?'],
    },
    {
      it: 'finds the nearest field deep inside',
      raw: template({ healthcheck: { intervalSecond: 1 } }),
      says: ['spec.template.healthcheck.intervalSecond: is not a known field; did you mean intervalSeconds?'],
    },
    {
      it: 'finds the nearest field of a list item',
      raw: template({ mounts: [{ type: 'Volume', target: '/x', readonly: true }] }),
      says: ['spec.template.mounts[0].readonly: is not a known field; did you mean readOnly?'],
    },
    {
      it: 'names the level at which a field of a service stands',
      raw: service({ template: { image: 'a', replicas: 2 }, restartPolicy: { condition: 'Always' }, ports: [] }),
      says: [
        'spec.restartPolicy: is not a known field: it stands in spec.template',
        'spec.ports: is not a known field: it stands in spec.template',
        'spec.template.replicas: is not a known field: it stands in spec',
      ],
    },
    {
      it: 'suggests nothing where nothing is near',
      raw: service({ template: { image: 'a' }, zzzzzz: 3 }),
      says: ['spec.zzzzzz: is not a known field'],
    },
    ...[
      {
        it: 'refuses what ssh would take for an option',
        engine: { host: 'ssh://-oProxyCommand=id' },
        says: [
          'spec.engine.host = "ssh://-oProxyCommand=id": write ssh://[USER@]HOST[:PORT][/PATH/docker.sock], without a password, and of plain letters',
        ],
      },
      {
        it: 'refuses certificates of an engine over ssh, which would not be looked at',
        engine: { host: 'ssh://root@web2', tls: { caFile: '/certs/ca.pem' } },
        says: ['spec.engine.tls: is for tcp:// alone: ssh has keys of its own'],
      },
      {
        it: 'refuses a path of a certificate that hangs on where reconcile starts',
        engine: { host: 'tcp://web2:2376', tls: { caFile: 'certs/ca.pem' } },
        says: [
          'spec.engine.tls.caFile = "certs/ca.pem": must be an absolute path on the machine that reconcile runs on',
        ],
      },
      ...[
        'tcp://web2:99999',
        'tcp://web2:0',
        'tcp://unix:///x',
        'tcp://web2:2376/v1',
        'tcp://me@web2',
        'tcp://::1:2376',
      ].map((host) => ({
        it: `refuses ${host}, which is no address`,
        engine: { host },
        says: [`spec.engine.host = "${host}": write tcp://HOST:PORT, with an IPv6 address as [ADDRESS]`],
      })),
      {
        it: 'refuses a socket that hangs on where reconcile starts',
        engine: { host: 'unix://run/docker.sock' },
        says: ['spec.engine.host = "unix://run/docker.sock": write unix:///PATH, from the root on'],
      },
      ...['tcp://web2', 'tcp://web2:2376', 'tcp://[::1]:2376', 'http://10.0.0.2/', 'unix:///run/docker.sock'].map(
        (host) => ({ it: `takes ${host}`, engine: { host }, says: [] }),
      ),
    ].map(({ it: sentence, engine, says }) => ({
      it: sentence,
      raw: { ...other('Node', { engine }), metadata: { name: 'web2' } },
      says,
    })),
    {
      it: 'names the values of an enum and the nearest',
      raw: service({ template: { image: 'a' }, mode: 'replicated' }),
      says: [
        'spec.mode = "replicated": must be Replicated, Global, ReplicatedJob or GlobalJob; did you mean Replicated?',
      ],
    },
    {
      it: 'tells to quote a number that stands for a text',
      raw: template({ user: 1000 }),
      says: ['spec.template.user = 1000: must be a text: quote it'],
    },
    {
      it: 'says of an empty value that it is empty',
      raw: service({ template: null }),
      says: ['spec.template = null: must be a map, and is empty: give it a value or take the line away'],
    },
    { it: 'names a missing field at its parent', raw: service({}), says: ['spec: needs template'] },
    {
      it: 'names the nearest kind',
      raw: { ...other('Servce', {}) },
      says: ['kind = "Servce": must be Node, Network, Volume, Secret, Config, Service; did you mean Service?'],
    },
    {
      it: 'refuses an unknown API version',
      raw: { ...template({}), apiVersion: 'reconcile.dev/v2' },
      says: ['apiVersion = "reconcile.dev/v2": must be reconcile.dev/v1'],
    },
    {
      it: 'refuses a namespace on a node',
      raw: other('Node', {}),
      says: ['metadata.namespace = "shop": must be absent: a Node belongs to no stack'],
    },
    {
      it: 'says what a list is for',
      raw: [],
      says: ['(the object): must be a map with apiVersion, kind, metadata and spec'],
    },
    {
      it: 'hides the value of a secret-looking variable (S9)',
      raw: template({ env: [{ name: 'DB_PASSWORD', value: 12345 }] }),
      says: ['spec.template.env[0].value = "***": must be a text: quote it'],
    },
    {
      it: 'shows nothing of what stands in a secret (S9)',
      raw: other('Secret', { file: 8, data: 'hunter2' }),
      says: ['spec.data: is not a known field', 'spec.file = "***": must be a text: quote it'],
    },
    {
      it: 'hides a variable that stands where the list should be (S9)',
      raw: template({ env: 'A=hunter2' }),
      says: ['spec.template.env = "***": must be a list: put "- " before each item'],
    },
    {
      it: 'hides a word of a command, as it may be a password (S9)',
      raw: template({ command: ['a', '--password', 8877], healthcheck: { test: ['CMD', 'a', 8877] } }),
      says: [
        'spec.template.command[2] = "***": must be a text: quote it',
        'spec.template.healthcheck.test[2] = "***": must be a text: quote it',
      ],
    },
    {
      it: 'hides an argument that sets a password (S9)',
      raw: template({ args: 'serve --db-password=hunter2' }),
      says: ['spec.template.args = "***": must be a list: put "- " before each item'],
    },
  ])
    it(sentence, () => deepEqual(validateObject(raw).map(formatError), says))

  it('hands out the path in parts, with numbers for places in lists', () => {
    const [error] = validateObject(template({ ports: [{ containerPort: 80 }, { containerPort: 0 }] }))
    deepEqual(error?.path, ['spec', 'template', 'ports', 1, 'containerPort'])
  })

  it('cuts a long value', () => {
    const [error] = validateObject(service({ template: { image: 'a' }, mode: 'x'.repeat(5000) }))
    equal(String(error?.value).length, 101)
  })
})
