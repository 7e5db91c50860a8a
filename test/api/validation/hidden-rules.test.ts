import { deepEqual, equal, notDeepEqual } from 'node:assert/strict'
import { stringify } from 'yaml'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { redactedModel } from '../../../compose/canonical/redact-model.ts'
import type { Values } from '../../../compose/canonical/shape.ts'
import { loadText } from '../../compose/load-text.ts'

/** Built from parts, as a token in the source would alarm secret scanners. */
const TOKEN = `ghp_${'a'.repeat(36)}`
const PEM = ['-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE\n-----END RSA ', 'PRIVATE KEY-----'].join('')
const HASH = `$apr1$x$${'a'.repeat(22)}`
const VALUES = [
  TOKEN,
  `Bearer ${TOKEN}`,
  `curl -H 'Private-Token: ${TOKEN}' x`,
  `https://${TOKEN}@github.com/x`,
  'pg://me:hunter2@db/x',
  'redis://:hunter2@cache:6379/0',
  'me:hunter2@tcp(db:3306)/x',
  'x?to=http%3A%2F%2Fme%3Ahunter2%40db',
  'user=me,password=hunter2,tls=on',
  'DB_PASSWORD="hunter two" serve',
  'curl -u me:hunter2 db',
  'redis-cli -a hunter2 ping',
  '--token=hunter2',
  '{"a":{"password":"hunter2"}}',
  'curl -H "X-Api-Key: hunter2" db',
]

/** The places in a template where a value may be. Next to some of them, a name marks the value as secret. */
const PLACES: readonly ((value: string) => Partial<V1Service['spec']['template']>)[] = [
  (value) => ({ env: [{ name: 'CI', value }] }),
  (value) => ({ env: [{ name: 'DB_PASSWORD', value }] }),
  (value) => ({ command: ['serve', value] }),
  (value) => ({ args: ['--password', value] }),
  (value) => ({ labels: { note: value } }),
  (value) => ({ labels: { 'my.secret': value } }),
  (value) => ({ healthcheck: { test: ['CMD-SHELL', value] } }),
  (value) => ({ logging: { driver: 'x', options: { 'splunk-token': value } } }),
  (value) => ({
    build: { context: '/srv', args: [{ name: 'NPM_TOKEN', value }], cacheTo: [`type=x,secret=${value}`] },
  }),
  (value) => ({ build: { dockerfileInline: `FROM x\nENV CI=${value}` } }),
  (value) => ({ hooks: { postStart: [{ command: ['x', value], env: [{ name: 'TOKEN', value }] }] } }),
  (value) => ({ mounts: [{ type: 'Volume', target: '/x', volume: { driver: { name: 'x', options: { o: value } } } }] }),
]

const serviceWith = (template: Partial<V1Service['spec']['template']>) => ({
  ...{ apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
  spec: { template: { image: 'web', ...template } },
})

describe('S9: what is printed with *** in the place of what looks secret', () => {
  for (const place of PLACES)
    it(`is refused at each of ${JSON.stringify(place('x'))}`, () => {
      for (const value of VALUES) {
        const object = serviceWith(place(value))
        const shown = redactObject(object as ObjectOf)
        if (JSON.stringify(shown) === JSON.stringify(object)) continue
        deepEqual(validateObject(object), [], value)
        notDeepEqual(validateObject(shown), [], JSON.stringify(shown))
      }
    })

  /** Each row: a service of a Compose file. */
  for (const place of [
    (value) => ({ environment: { CI: value } }),
    (value) => ({ environment: [`DATABASE_URL=${value}`] }),
    (value) => ({ command: ['run', '--password', value] }),
    (value) => ({ command: value }),
    (value) => ({ labels: { 'my.secret': value } }),
    (value) => ({ build: { context: '.', args: { NPM_TOKEN: value } } }),
    (value) => ({ logging: { driver: 'x', options: { o: value } } }),
  ] as readonly ((value: string) => Values)[])
    it(`is refused in a Compose file at ${JSON.stringify(place('x'))}`, () => {
      for (const value of VALUES) {
        const model = { services: { web: { image: 'web', ...place(value) } } }
        const shown = redactedModel(model)
        if (JSON.stringify(shown) === JSON.stringify(model)) continue
        equal(loadText(stringify(model)).errors.length, 0, value)
        equal(loadText(stringify(shown)).errors.length > 0, true, JSON.stringify(shown))
      }
    })

  it('is refused in options of volumes and networks', () => {
    for (const kind of ['Volume', 'Network']) {
      const object = {
        ...{ apiVersion: 'reconcile.dev/v1', kind, metadata: { name: 'x', namespace: 'shop' } },
        spec: { driver: 'y', driverOpts: { o: 'username=me,password=hunter2' } },
      }
      deepEqual(validateObject(object), [])
      deepEqual(
        validateObject(redactObject(object as ObjectOf)).map(({ path }) => path.join('.')),
        ['spec.driverOpts.o'],
      )
    }
  })

  it('is refused in a word that a program has its password in', () => {
    const words = (...command: readonly string[]) => validateObject(serviceWith({ command: [...command] })).length
    deepEqual([words('curl', '-u', 'me:***'), words('mysql', '-p***'), words('echo', 'a ***')], [1, 1, 0])
    deepEqual(validateObject(serviceWith({ labels: { note: 'masked:***' } })), [])
  })

  it('is refused in the content of a config', () => {
    const configOf = (content: string) =>
      ({
        ...{ apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name: 'x', namespace: 'shop' } },
        spec: { content },
      }) as ObjectOf
    const config = configOf('port 1\nrequirepass hunter2\n# *** all of it ***\n')
    deepEqual(validateObject(config), [])
    equal(validateObject(redactObject(config)).length, 1)
    // A value that was recognised as a secret by itself has no name.
    for (const secret of [PEM, TOKEN, HASH])
      for (const content of [`a\n${secret}\nb`, `me:${secret}`, `- '${secret}',`, `a: ${secret}`, `a ${secret}\n`]) {
        deepEqual(validateObject(configOf(content)), [], content)
        const [error] = validateObject(redactObject(configOf(content)))
        equal(error?.message.endsWith('write the value itself, or keep it in a file that `file` names'), true, content)
      }
  })

  it('is no comment of stars in the content of a config', () => {
    const content = ['#', '##', '//', '--', ';'].map((sign) => `${sign} ***\n  ${sign} rules\n${sign} ***\n`).join('')
    const metadata = { name: 'x', namespace: 'shop' }
    const config = { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata, spec: { content } }
    deepEqual(validateObject(config as ObjectOf), [])
    for (const line of ['a ***', '--auth ***', '//registry.npmjs.org/:_auth=***'])
      equal(validateObject({ ...config, spec: { content: `${content}${line}\n` } } as ObjectOf).length, 1, line)
  })

  for (const text of [
    'echo "*** starting ***"',
    '*** WARNING ***',
    '****',
    'PASSWORD=a***b serve',
    'pg://me:real@db *** x',
    'cron: 5 * * * *',
    'DB_PASSWORD=real echo "*** up"',
  ])
    it(`is not what has stars of its own: ${text}`, () => {
      deepEqual(validateObject(serviceWith({ command: ['sh', '-c', text], env: [{ name: 'MOTD', value: text }] })), [])
    })
})
