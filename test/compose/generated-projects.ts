import fc from 'fast-check'
import { stringify } from 'yaml'
import type { Project } from './project-on-disk.ts'

const name = fc.constantFrom('alpha', 'beta', 'gamma')
const word = fc.constantFrom('one', 'two', 'three', '4', 'x=y')
const port = fc.integer({ min: 1, max: 9 })

/** A map, or the equivalent list of `KEY=value`. */
const keyValues = fc
  .tuple(
    fc.dictionary(fc.constantFrom('AA', 'BB', 'CC'), fc.oneof(word, fc.integer({ min: 0, max: 99 }))),
    fc.boolean(),
  )
  .map(([map, isList]) => (isList ? Object.entries(map).map(([key, value]) => `${key}=${value}`) : map))

const list = <T>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, { maxLength: 3 })

/** Each host port belongs to one container port: two would be refused here. */
const shortPort = fc.oneof(
  port.map(String),
  port.map((each) => `80${each}:${each}`),
  port.map((each) => `127.0.0.1:90${each}:${each}/udp`),
)
const longPort = port.map((target) => ({ target, published: `70${target}` }))

const mount = fc.oneof(
  fc.constantFrom('./data:/data', 'data:/data', '/srv:/srv:ro', 'data:/other:nocopy', '/anonymous'),
  fc.constantFrom({ type: 'bind', source: './here', target: '/data' }, { type: 'tmpfs', target: '/scratch' }),
)

/** The attributes that a service may have, and their values. */
export const attributes = {
  command: fc.oneof(fc.constant('run --now'), list(word)),
  entrypoint: fc.constant(['/start']),
  environment: keyValues,
  labels: keyValues,
  ports: list(fc.oneof(shortPort, longPort)),
  volumes: fc.uniqueArray(mount, {
    maxLength: 2,
    selector: (each) => (typeof each === 'string' ? (each.split(':')[1] ?? each) : each.target),
  }),
  expose: list(port.map(String)),
  dns: fc.oneof(fc.constant('1.1.1.1'), list(fc.constantFrom('1.1.1.1', '2.2.2.2'))),
  cap_add: list(fc.constantFrom('NET_ADMIN', 'SYS_TIME')),
  extra_hosts: fc.oneof(fc.constant(['h=1.1.1.1']), fc.constant({ h: '2.2.2.2', g: '3.3.3.3' })),
  healthcheck: fc.record(
    { test: fc.oneof(fc.constant('curl x'), fc.constant(['CMD', 'x'])), interval: fc.constantFrom('5s', '90s') },
    { requiredKeys: ['test'] },
  ),
  logging: fc.record(
    {
      driver: fc.constantFrom('json-file', 'syslog'),
      options: fc.dictionary(fc.constantFrom('tag', 'max-size'), fc.constantFrom('1', '2')),
    },
    { requiredKeys: [] },
  ),
  networks: fc.oneof(
    list(fc.constantFrom('front', 'back')),
    fc.dictionary(fc.constantFrom('front', 'back'), fc.record({ aliases: list(fc.constantFrom('left', 'right')) })),
  ),
  ulimits: fc.dictionary(
    fc.constantFrom('nofile', 'nproc'),
    fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant({ soft: 1, hard: 2 })),
  ),
  build: fc.oneof(
    fc.constant('./src'),
    fc.record(
      { context: fc.constant('.'), args: keyValues, target: fc.constant('prod') },
      { requiredKeys: ['context'] },
    ),
  ),
  deploy: fc.record(
    { labels: keyValues, resources: fc.constant({ limits: { memory: '64m', cpus: '0.5' } }) },
    { requiredKeys: [] },
  ),
  mem_reservation: fc.constantFrom('16m', 8_388_608),
  stop_grace_period: fc.constantFrom('10s', '1m30s'),
  restart: fc.constantFrom('always', 'no', 'on-failure:3'),
  tmpfs: fc.oneof(fc.constant('/run'), fc.constant(['/run', '/tmp:size=1m'])),
  sysctls: fc.constantFrom({ 'net.core.somaxconn': 1024 }, ['net.core.somaxconn=2048']),
  user: fc.constantFrom('root', '${WHO:-nobody}'),
  tty: fc.constantFrom(true, false, 'true'),
}

const service = fc.record(attributes, { requiredKeys: [] })
const services = fc.dictionary(name, service, { minKeys: 1 })
const tops = { volumes: { data: {} }, networks: { front: {}, back: { driver: 'bridge' } } }

/** Services of an override file, some of whose values are tagged `!reset` or `!override`. */
const marked = fc.tuple(services, fc.constantFrom('', '!reset', '!override')).map(([each, tag]) => {
  const text = stringify({ services: each }, { lineWidth: 0 })
  return tag === '' ? text : text.replace(/^( {4})(ports|labels|command|networks):(?=\n|$)/m, `$1$2: ${tag}`)
})

/**
 * Projects of one to three files. In the first file all services have images, one may extend another or a service of another file, and one
 * file may be included.
 */
export const generatedProject: fc.Arbitrary<Project> = fc
  .record({
    base: services,
    over: fc.array(marked, { maxLength: 2 }),
    extended: fc.option(service),
    included: fc.option(service),
  })
  .map(({ base, over, extended, included }) => {
    const images = Object.fromEntries(Object.entries(base).map(([key, each]) => [key, { image: `${key}:1`, ...each }]))
    const [first] = Object.keys(base)
    const more = {
      ...(extended ? { extender: { extends: { file: 'deep/common.yaml', service: 'common' } } } : {}),
      ...(first ? { child: { extends: first, user: 'child' } } : {}),
    }
    const whole = {
      ...(included ? { include: ['deep/included.yaml'] } : {}),
      services: { ...images, ...more },
      ...tops,
    }
    const names = over.map((_, index) => `over-${index}.yaml`)
    return {
      files: {
        'compose.yaml': stringify(whole, { lineWidth: 0 }),
        ...Object.fromEntries(over.map((text, index) => [`over-${index}.yaml`, withImages(text)])),
        'deep/common.yaml': stringify({ services: { common: { image: 'common', ...extended } } }),
        'deep/included.yaml': stringify({ services: { part: { image: 'part', ...included } }, ...tops }),
        '.env': 'WHO=me\n',
      },
      named: ['compose.yaml', ...names],
    }
  })

/** Gives the services of an override file that say nothing an image: one that no earlier file has needs it. */
function withImages(text: string): string {
  return text.replace(/^ {2}(alpha|beta|gamma):(?: \{\})?$/gm, (_, key: string) => `  ${key}:\n    image: ${key}:2`)
}
