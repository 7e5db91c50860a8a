import assert from 'node:assert/strict'
import { readManifests } from '../../store/source/reading/manifests.ts'
import { loadText, shown, webWith } from './load-text.ts'

/** What is told of a file: all of it, each with its place. */
type Row = readonly [it: string, text: string, told: string]

const rows: readonly Row[] = [
  [
    'a port with a space behind its colon',
    webWith('ports:\n  - 8080: 80'),
    '5:15 services.web.ports[0]["8080"]: makes a map of the item, by the space behind the colon: write "8080:80"',
  ],
  [
    'a mount with a space behind its colon',
    webWith('volumes:\n  - ./data: /data:ro'),
    '5:17 services.web.volumes[0]["./data"]: makes a map of the item, by the space behind the colon: write "./data:/data:ro"',
  ],
  [
    'a mount of a value that looks secret (S9)',
    webWith('volumes:\n  - data: $DB_PASSWORD', 'volumes: {data: {}}'),
    '5:15 services.web.volumes[0].data: has a value that does not fit here; it is not shown, because a variable in it looks secret',
  ],
  [
    'a mistyped attribute of a port',
    webWith('ports:\n  - taget: 80\n    published: 80'),
    '5:16 services.web.ports[0].taget: no attribute has this name here: did you mean target?; 5:9 services.web.ports[0]: needs target: the port in the container',
  ],
  [
    'a secret with its file behind it',
    webWith('secrets:\n  - token: ./token'),
    '5:9 services.web.secrets[0]: is a map, by its colon: write - token alone here, and its file below secrets: at the top',
  ],
  [
    'a config with its file behind it',
    webWith('configs:\n  - conf: ./conf'),
    '5:9 services.web.configs[0]: is a map, by its colon: write - conf alone here, and its file below configs: at the top',
  ],
  [
    'a dependency with its condition in a list',
    webWith('depends_on:\n  - db: {condition: service_healthy}', '  db: {image: x}'),
    '5:9 services.web.depends_on[0]: must be the name of a service, not a map: leave all dashes out where conditions are given',
  ],
  [
    'a service that is indented a level too deep',
    webWith('db:\n  image: x'),
    '4:5 services.web.db: no attribute has this name here: it looks like a service, indented a level too deep: put it beside web',
  ],
  [
    'a dash with no space behind it',
    webWith('ports:\n  -"80:80"'),
    '5:7 services.web.ports: must be a list of ports, not the text "-\\"80:80\\"": put a space behind the dash',
  ],
  [
    'a dash with no space behind it where a map may stand, too',
    webWith('environment:\n  -A=1'),
    '5:7 services.web.environment: must be a map, or a list of NAME=value, not a text: put a space behind the dash',
  ],
  [
    'a dash before a service',
    'services:\n  - web:\n      image: x\n',
    '2:5 services: must be a map of names, not a list',
  ],
  [
    'the driver of a network, called its type',
    `${webWith('networks: [n]')}networks: {n: {type: bridge}}`,
    '5:22 networks.n.type: no attribute has this name here: did you mean driver?',
  ],
  [
    'the content of a secret',
    `${webWith('secrets: [s]')}secrets: {s: {content: x}}`,
    '5:24 secrets.s.content: no attribute has this name here: a secret takes file or environment, as its bytes are not to stand in this file',
  ],
]

describe('a slip in a Compose file', () => {
  for (const [it_, text, told] of rows)
    it(`is told with what to write: ${it_}`, () => {
      const { errors } = loadText(text, { variables: { DB_PASSWORD: 'hunter22' } })
      assert.equal(errors.map(shown).join('; '), told)
    })

  for (const [text, told] of [
    [
      'Services: {web: {ports: ["80"]}}\nVolumes: {}\n',
      '1:11 Services: is no key of a Compose file: write services, in lower-case letters',
    ],
    ['version: "3"\n', '1:1 : declares nothing: a Compose file has services:, a manifest apiVersion: reconcile.dev/v1'],
    ['name: shop\n', '1:1 : declares nothing: a Compose file has services:, a manifest apiVersion: reconcile.dev/v1'],
    [
      'a: 1\n',
      '1:1 : needs apiVersion: reconcile.dev/v1; 1:1 : needs kind: Node, Network, Volume, Secret, Config, Service',
    ],
  ] as const)
    it(`that hides what the file is is told as one: ${JSON.stringify(text)}`, () => {
      const context = { variable: () => undefined, readFile: () => new Error('nothing is there') }
      const { errors, foreign } = readManifests({ file: '/srv/shop/app.yaml', text }, context, [])
      assert.equal(errors.map(shown).join('; '), told)
      assert.equal(foreign, true, 'in a watched directory it is nobody’s')
    })
})
