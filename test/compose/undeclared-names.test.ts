import { deepEqual } from 'node:assert/strict'
import { loadText } from './load-text.ts'

const MODE =
  'services.web.network_mode: names Service shop/zz, which is not declared in its project: write it under services: in the file, or in one that it includes'
const HOST =
  'services.web.hostname: must be on the other container: with network_mode service:zz they share its network'

describe('a name that is not declared', () => {
  for (const [where, text, wants] of [
    [
      'beside an attribute that can not be read',
      'services:\n  web: {image: x, network_mode: "service:zz", hostname: 5}\n',
      ['services.web.hostname: must be text in quotes ("5"), not the number 5', MODE],
    ],
    [
      'beside what breaks a rule',
      'services:\n  web: {image: x, network_mode: "service:zz", hostname: h}\n',
      [HOST, MODE],
    ],
    [
      'not where the service of that name can not be read',
      'services:\n  web: {image: x, network_mode: "service:zz"}\n  zz: nginx\n',
      ['services.zz: must be a map, not the text "nginx"'],
    ],
    [
      'not where all of its kind can not be read',
      'services:\n  web: {image: x, volumes: ["data:/data"]}\nvolumes: [data]\n',
      ['volumes: must be a map of names, not a list'],
    ],
    [
      'not where its service may be left out',
      'services:\n  web: {image: x, network_mode: "service:zz"}\n  zz: {image: x, profiles: 5}\n',
      ['services.zz.profiles: must be a list, not the number 5'],
    ],
  ] as const)
    it(`is told ${where}`, () => {
      const { errors } = loadText(`name: shop\n${text}`)
      const lines = errors.map(({ path, message }) => `${path}: ${message}`).sort()
      deepEqual(lines, [...wants])
    })
})

describe('a value that breaks a rule beside an attribute that can not be read', () => {
  const told = (service: string) =>
    loadText(`name: shop\nservices:\n  web: ${service}\n`).errors.map(({ path, message }) => `${path}: ${message}`)

  it('is told in the same round', () =>
    deepEqual(told('{image: x, mem_limit: lots, container_name: x}'), [
      'services.web.mem_limit: must be a size such as 64m or 1.5g, not the text "lots"',
      'services.web.container_name: must be at least 2 characters long, is "x"',
    ]))

  it('is not told of what may be wrong by that alone', () =>
    deepEqual(told('{image: 5, healthcheck: {test: 5, interval: 1s}}'), [
      'services.web.image: must be text in quotes ("5"), not the number 5',
      'services.web.healthcheck.test: must be a list, not a number',
    ]))
})

/** Docker Compose accepts it too; we warn if the name may be mistyped. */
describe('a dependency that need not be there', () => {
  for (const [what, services, wants] of [
    [
      'with a name near it is warned of, with that name',
      '  web: {image: x, depends_on: {dbb: {required: false}}}\n  db: {image: x}\n',
      ['services.web.depends_on.dbb: waits for nothing: no service is named dbb; did you mean db?'],
    ],
    [
      'with no name near it is warned of',
      '  web: {image: x, depends_on: {cache: {condition: service_started, required: false}}}\n',
      ['services.web.depends_on.cache: waits for nothing: no service is named cache'],
    ],
    [
      'is not warned of where a profile leaves it out',
      '  web: {image: x, depends_on: {db: {required: false}}}\n  db: {image: x, profiles: [dev]}\n',
      [],
    ],
    [
      'is not warned of where it is there',
      '  web: {image: x, depends_on: {db: {required: false}}}\n  db: {image: x}\n',
      [],
    ],
  ] as const)
    it(what, () => {
      const { errors, warnings } = loadText(`name: shop\nservices:\n${services}`)
      deepEqual(errors, [])
      deepEqual(
        warnings.map(({ path, message }) => `${path}: ${message}`),
        [...wants],
      )
    })
})
