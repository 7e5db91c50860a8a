import fc from 'fast-check'

/** The files of a project, by path; an error code stands for a file that can't be read. */
export type HostileFiles = Readonly<Record<string, string | { readonly code: string }>>

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('')
const small = fc.integer({ min: 1, max: 12 })

/** A YAML bomb: each level consists of several aliases to the one before. */
const bomb = fc
  .record({ levels: fc.integer({ min: 1, max: 40 }), width: small, asMerge: fc.boolean() })
  .map(({ levels, width, asMerge }) => {
    const refs = (at: number) => many(width, () => `*a${at}, `)
    const level = (at: number) =>
      asMerge
        ? `  a${at + 1}: &a${at + 1} {<<: [${refs(at)}], k${at}: [${refs(at)}]}\n`
        : `  a${at + 1}: &a${at + 1} [${refs(at)}]\n`
    const first = asMerge ? '{image: x}' : '[x]'
    return `x-bomb:\n  a0: &a0 ${first}\n${many(levels, level)}services:\n  web: {image: x, command: *a${levels}}\n`
  })

const deep = fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.nat(2)).map(([depth, form]) => {
  if (form === 0) return `services: {web: {image: x, command: ${'['.repeat(depth)}${']'.repeat(depth)}}}\n`
  if (form === 1) return `services: {web: {image: x, labels: ${'{a: '.repeat(depth)}x${'}'.repeat(depth)}}}\n`
  return `services:\n  web:\n    image: ${'${A:-'.repeat(depth)}x${'}'.repeat(depth)}\n`
})

const huge = fc.constantFrom(
  ...['1e400', '-1e400', '9'.repeat(40), `-${'9'.repeat(40)}`, '.inf', '.nan', '0x7fffffffffffffff', '1e-400', '-0'],
  ...[
    '"99999999999999999999t"',
    '"1-65535:1-65535"',
    '1-65535',
    '9999999h',
    '"0.0000000001"',
    '4294967296',
    '007777777',
  ],
)
const numeric = fc.constantFrom(
  ...['mem_limit: §', 'cpus: §', 'ports: [§]', 'scale: §', 'deploy: {replicas: §}', 'stop_grace_period: §'],
  ...['healthcheck: {test: x, interval: §, retries: §}', 'ulimits: {nofile: §}', 'shm_size: §', 'expose: [§]'],
  ...['deploy: {resources: {limits: {cpus: §, memory: §, pids: §}}}', 'deploy: {update_config: {delay: §}}'],
  ...['oom_score_adj: §', 'sysctls: {a: §}', 'tmpfs: [{a: §}]', 'deploy: {placement: {max_replicas_per_node: §}}'],
)
const number = fc.tuple(numeric, huge).map(([line, value]) => {
  return `services:\n  web:\n    image: x\n    ${line.replaceAll('§', value)}\n`
})

const path = fc.constantFrom(
  ...['../../../../../../etc/shadow', '/proc/self/environ', '~/x', '~root/x', 'file:///etc/passwd', '""', '.', '/'],
  ...['"a\\0b"', 'https://example.com/x.yaml', 'git@example.com:x.git', '"\\\\\\\\host\\\\share"', 'a'.repeat(5_000)],
  ...[
    './deep/none.yaml',
    './forbidden.yaml',
    './directory',
    './binary.yaml',
    './empty.yaml',
    './list.yaml',
    '${UNSET}',
  ],
)
const pathed = fc.constantFrom(
  ...['services: {web: {image: x, env_file: [§]}}', 'services: {web: {image: x, label_file: [§]}}', 'include: [§]'],
  ...[
    'services: {web: {extends: {file: §, service: web}}}',
    'services: {web: {build: §}}',
    'include: [{path: [§, §]}]',
  ],
  ...[
    'services: {web: {image: x, volumes: [{type: bind, source: §, target: /x}]}}',
    'include: [{path: a.yaml, env_file: §}]',
  ],
  ...[
    'services: {web: {image: x, configs: [c]}}\nconfigs: {c: {file: §}}',
    'include: [{path: a.yaml, project_directory: §}]',
  ],
  ...[
    'services: {web: {image: x, secrets: [s]}}\nsecrets: {s: {file: §}}',
    'services: {web: {build: {context: ., dockerfile: §}}}',
  ],
)
const escape = fc.tuple(pathed, path).map(([text, value]) => `${text.replaceAll('§', value)}\n`)

/** Cycles: services or files of which each needs the next, and the last needs any of them. */
const circle = fc
  .record({ length: small, back: fc.nat(12), form: fc.nat(5) })
  .map(({ length, back, form }): HostileFiles => {
    const next = (at: number) => (at + 1 < length ? at + 1 : back % length)
    const needs = [
      (at: number) => `{extends: s${at}}`,
      (at: number) => `{image: x, depends_on: [s${at}]}`,
      (at: number) => `{image: x, network_mode: "service:s${at}"}`,
      (at: number) => `{image: x, volumes_from: [s${at}], links: [s${at}]}`,
    ][form]
    if (needs) return { 'compose.yaml': `services:\n${many(length, (at) => `  s${at}: ${needs(next(at))}\n`)}` }
    const file = (at: number) => (at === 0 ? 'compose.yaml' : `f${at}.yaml`)
    const text = (at: number) =>
      form === 4
        ? `include: [${file(next(at))}]\nservices: {s${at}: {image: x}}\n`
        : `services: {s: {extends: {file: ${file(next(at))}, service: s}}}\n`
    return Object.fromEntries(Array.from({ length }, (_, at) => [file(at), text(at)]))
  })

/** Files beside the Compose file that it may name. */
const beside: HostileFiles = {
  'a.yaml': 'services: {a: {image: x}}\n',
  'forbidden.yaml': { code: 'EACCES' },
  directory: { code: 'EISDIR' },
  'binary.yaml': '\u0000\u0001ELF\ufffd',
  'empty.yaml': '',
  'list.yaml': '- a\n- b\n',
}

/** Projects that try to use up time or memory, or to read files that are not theirs. */
export const hostileProject: fc.Arbitrary<HostileFiles> = fc.oneof(
  circle,
  fc.oneof(bomb, deep, number, escape).map((text) => ({ ...beside, 'compose.yaml': text })),
)
