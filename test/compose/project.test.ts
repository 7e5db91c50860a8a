import assert from 'node:assert/strict'
import { hostNameOf } from '../../api/v1/names.ts'
import { variableOf } from '../../cli/local/open/variable-of.ts'
import { composeReader } from '../../compose/compose-reader.ts'
import { isComposeDocument } from '../../compose/recognise.ts'
import { loadRight, loadText, serviceIn, shown, webWith } from './load-text.ts'

const web = 'services: {web: {image: x}}\n'

describe('the name of a project', () => {
  const rows: readonly (readonly [name: string, text: string, surroundings: Parameters<typeof loadText>[1]])[] = [
    ['shop', web, {}],
    ['mine', `name: mine\n${web}`, { stackName: 'other' }],
    ['my-app_2', `name: "My-App_2!"\n${web}`, {}],
    ['from-env', `name: $N\n${web}`, { variables: { N: 'from-env' } }],
    ['given', web, { stackName: 'given', variables: { COMPOSE_PROJECT_NAME: 'var' } }],
    ['var', web, { variables: { COMPOSE_PROJECT_NAME: 'var' } }],
  ]
  for (const [name, text, surroundings] of rows) {
    it(`is ${name}`, () => {
      const { manifests } = loadRight(text, surroundings)
      assert.deepEqual(new Set(manifests.map(({ object }) => object.metadata.namespace)), new Set([name]))
    })
  }

  it('is what is left of a directory or of name:, as with Compose, and that is said', () => {
    const rule = "a stack's name has lower-case letters, digits, - and _, the first of them a letter or digit"
    const warned = (text: string, more = {}) => loadRight(text, more).warnings.map(shown)
    assert.deepEqual(warned(web, { baseDirectory: '/srv/My Shop 1.0' }), [
      `1:1 : the stack is myshop10, of the directory "My Shop 1.0": ${rule}; write name: myshop10 to have it so`,
    ])
    assert.deepEqual(warned(`name: a..b\n${web}`), [
      `1:7 name: the stack is ab, of name: "a..b": ${rule}; write name: ab to have it so`,
    ])
    assert.deepEqual(warned(web, { baseDirectory: '/srv/Shop' }), [])
  })

  it('is to be one as it stands where it is given by hand, as with Compose', () => {
    const wrong = (more: object) => loadText(web, more).errors.map(shown)
    assert.match(
      wrong({ stackName: 'My.App' }).join(),
      /^1:1 : the stack that was given is "My.App": a stack's name has/,
    )
    assert.match(
      wrong({ variables: { COMPOSE_PROJECT_NAME: '_a' } }).join(),
      /^1:1 : COMPOSE_PROJECT_NAME is "_a": a stack/,
    )
  })

  it('is wrong where it is written where it is too long, and not in each service', () => {
    const wrong = (text: string, more = {}) => loadText(text, more).errors.map(shown)
    const long = 'a'.repeat(64)
    const rest = 'services:\n  web: {image: x}\nvolumes: {v: {}}\n'
    const said = (what: string) => `the stack's name, of ${what}, has 64 characters, and may have at most 63: `
    assert.deepEqual(wrong(`name: ${long}\n${rest}`), [`1:7 name: ${said('name:')}write a shorter one as name:`])
    assert.deepEqual(wrong(rest, { baseDirectory: `/srv/${long}` }), [
      `1:1 : ${said('the directory')}write a shorter one as name:`,
    ])
    assert.deepEqual(wrong(rest, { stackName: long }), [`1:1 : ${said('the stack that was given')}give a shorter one`])
    assert.deepEqual(wrong(rest, { variables: { COMPOSE_PROJECT_NAME: long } }), [
      `1:1 : ${said('COMPOSE_PROJECT_NAME')}give a shorter one`,
    ])
    assert.deepEqual(wrong(`name: ${long}\n${rest.replace('x}', 'x, container_name: y}')}`).slice(1), [
      '3:35 services.web.container_name: must be at least 2 characters long, is "y"',
    ])
    assert.deepEqual(wrong(`name: ${long.slice(1)}\n${rest}`), [])
  })

  it('is a variable for the rest of the file', () => {
    const loaded = loadRight('name: mine\nservices: {web: {image: "${COMPOSE_PROJECT_NAME}-web"}}\n')
    assert.equal(serviceIn(loaded, 'web').spec.template.image, 'mine-web')
  })

  it('must have something left', () => {
    assert.match(loadText(`name: "!!"\n${web}`).errors.map(shown).join(), /has no name/)
  })
})

describe('the variable PWD', () => {
  const read = (own?: string) => {
    const text = 'services: {web: {image: x, volumes: ["${PWD}/data:/data"]}}\n'
    const variable = (name: string) => (name === 'PWD' ? own : undefined)
    const missing = Object.assign(new Error('not there'), { code: 'ENOENT' })
    const { manifests, warnings } = composeReader.read(
      { file: '/srv/shop/compose.yaml', text },
      { variable, readFile: () => missing },
    )
    const [mount] = serviceIn({ manifests }, 'web').spec.template.mounts ?? []
    return [mount?.source, warnings.length]
  }

  it("is that of whoever applies, and else the project's directory, as docker compose sets it", () => {
    assert.deepEqual(read('/home/me'), ['/home/me/data', 0])
    assert.deepEqual(read(), ['/srv/shop/data', 0])
  })

  it('is not the directory that a process was started in, for the files that it watches', () => {
    const variable = variableOf({ PWD: '/', HOME: '/root' })
    assert.deepEqual([variable('PWD'), variable('HOME')], [undefined, '/root'])
  })
})

describe('networks, volumes, secrets and configs', () => {
  const text = `
services: {web: {image: x, networks: [front, default]}}
networks:
  front:
  named: {name: shared, driver: bridge, driver_opts: {mtu: 1450}, internal: true, attachable: "true", enable_ipv6: true, labels: [a=b]}
  out: {external: true, name: outside}
  old: {external: {name: older}}
  addr: {ipam: {driver: default, config: [{subnet: 10.0.0.0/24, ip_range: 10.0.0.0/25, gateway: 10.0.0.1, aux_addresses: {h: 10.0.0.5}}], options: {a: b}}}
volumes:
  data:
  bound: {driver: local, driver_opts: {type: none, o: "bind,ro", device: ./d}}
  out: {external: true}
secrets:
  file: {file: ./s}
  home: {file: ~/s}
  env: {environment: TOKEN}
configs:
  text: {content: "a $$b \${SET}"}
  file: {file: /etc/x, name: c}
`
  const { manifests, warnings, variablesAsked } = loadRight(text, {
    variables: { SET: 'v', TOKEN: 'sesame', HOME: '/home/me' },
  })
  const specOf = (kind: string, name: string) =>
    manifests.find(({ object }) => object.kind === kind && object.metadata.name === name)?.object.spec

  it('become resources', () => {
    assert.deepEqual(specOf('Network', 'front'), {})
    assert.deepEqual(specOf('Network', 'named'), {
      hostName: 'shared',
      driver: 'bridge',
      driverOpts: { mtu: '1450' },
      internal: true,
      attachable: true,
      enableIPv6: true,
      labels: { a: 'b' },
    })
    assert.deepEqual(specOf('Network', 'addr'), {
      ipam: {
        driver: 'default',
        config: [
          { subnet: '10.0.0.0/24', ipRange: '10.0.0.0/25', gateway: '10.0.0.1', auxAddresses: { h: '10.0.0.5' } },
        ],
        options: { a: 'b' },
      },
    })
    assert.deepEqual(specOf('Volume', 'bound'), {
      driver: 'local',
      driverOpts: { type: 'none', o: 'bind,ro', device: '/srv/shop/d' },
    })
    assert.deepEqual(specOf('Config', 'text'), { content: 'a $b v' })
    assert.deepEqual(specOf('Config', 'file'), { file: '/etc/x', hostName: 'c' })
  })

  it('have the names that Compose gives them', () => {
    const names = manifests.flatMap(({ object }) =>
      object.kind === 'Network' || object.kind === 'Volume' ? hostNameOf(object) : [],
    )
    assert.deepEqual(names, [
      'shop_front',
      'shared',
      'outside',
      'older',
      'shop_addr',
      'shop_default',
      'shop_data',
      'shop_bound',
      'out',
    ])
    assert.match(warnings.map(shown).join(), /^7:19 networks\.old\.external: external with a name inside/)
  })

  it('say nothing of the shape of a network that is external, as with Compose', () => {
    const shape = 'driver: bridge, internal: "true", labels: [a=b], ipam: {config: [{subnet: 10.0.0.0/24}]}'
    const { manifests, warnings } = loadRight(
      `services: {web: {image: x, networks: [n]}}\nnetworks: {n: {${shape}, external: "true", name: proxy}}\n`,
    )
    const network = manifests.find(({ object }) => object.kind === 'Network')
    assert.deepEqual(network?.object.spec, { external: true, hostName: 'proxy' })
    assert.deepEqual(
      warnings.map(({ path }) => path),
      ['driver', 'ipam', 'internal', 'labels'].map((key) => `networks.n.${key}`),
    )
    assert.match(warnings[0]?.message ?? '', /used as it is: leave it out/)
  })

  it('have files from their directory, or from HOME', () => {
    assert.deepEqual(specOf('Secret', 'file'), { file: '/srv/shop/s' })
    assert.deepEqual(specOf('Secret', 'home'), { file: '/home/me/s' })
  })

  it('never have the value of a secret, though it is asked for (S9)', () => {
    assert.deepEqual(specOf('Secret', 'env'), { environment: 'TOKEN' })
    assert.ok(!JSON.stringify(manifests).includes('sesame'))
    assert.ok(variablesAsked.includes('TOKEN'))
  })

  it('have the default network only where a service is on it', () => {
    const kinds = loadRight('services: {web: {image: x, networks: [front]}}\nnetworks: {front: }').manifests.map(
      ({ object }) => object.metadata.name,
    )
    assert.deepEqual(kinds, ['front', 'web'])
    const own = loadRight(`${web}networks: {default: {name: mine}}`).manifests.map(({ object }) => object)
    assert.deepEqual(own[0]?.spec, { hostName: 'mine' })
    assert.equal(own.length, 2)
  })
})

describe('profiles', () => {
  const text =
    'services:\n  web: {image: x}\n  tool: {image: x, profiles: [debug, ops]}\n  dev: {image: x, profiles: [dev]}\n'
  const rows: readonly (readonly [
    why: string,
    surroundings: Parameters<typeof loadText>[1],
    names: readonly string[],
  ])[] = [
    ['leave services out', {}, ['web']],
    ['are active as given', { profiles: ['ops'] }, ['web', 'tool']],
    ['are active by variable', { variables: { COMPOSE_PROFILES: 'dev,debug' } }, ['web', 'tool', 'dev']],
    ['may stand apart there', { variables: { COMPOSE_PROFILES: 'dev, debug' } }, ['web', 'tool', 'dev']],
    ['are all active by *', { profiles: ['*'] }, ['web', 'tool', 'dev']],
  ]
  for (const [why, surroundings, names] of rows) {
    it(why, () => {
      const { manifests } = loadRight(text, surroundings)
      assert.deepEqual(
        manifests.flatMap(({ object }) => (object.kind === 'Service' ? object.metadata.name : [])),
        names,
      )
    })
  }

  it('are named where a service waits for one that is left out', () => {
    const { errors } = loadText(webWith('depends_on: [tool]', '  tool: {image: x, profiles: [debug]}\n'))
    assert.match(
      errors.map(shown).join(),
      /^4:18 services\.web\.depends_on\[0\]: needs the service tool, which is left out without the profile debug/,
    )
  })
})

describe('the reader of Compose files', () => {
  const files: Readonly<Record<string, string>> = { '/srv/shop/.env': 'TAG=1.2\nFROM=file\n' }
  const context = {
    variable: (name: string) => ({ FROM: 'outside' })[name],
    readFile: (path: string) => files[path] ?? Object.assign(new Error('not there'), { code: 'ENOENT' }),
  }

  it('reads .env of the directory, below what is outside', () => {
    const { manifests, errors, sideFiles } = composeReader.read(
      { file: '/srv/shop/compose.yaml', text: 'services: {web: {image: "x:$TAG", hostname: $FROM}}', over: [] },
      context,
    )
    assert.deepEqual(errors, [])
    const service = manifests.at(-1)?.object
    assert.equal(
      service?.kind === 'Service' && `${service.spec.template.image} ${service.spec.template.hostname}`,
      'x:1.2 outside',
    )
    assert.deepEqual(sideFiles, ['/srv/shop/.env'])
  })

  it('names what is wrong in .env, and not what that leaves unset', () => {
    const read = (path: string) => (path === '/srv/shop/.env' ? 'A="' : context.readFile(path))
    const text = 'services: {web: {image: "x:$A"}}'
    const { errors, warnings, manifests } = composeReader.read(
      { file: '/srv/shop/c.yaml', text },
      { ...context, readFile: read },
    )
    const told = [...errors, ...warnings].map(({ place, message }) => `${place.file}: ${message}`)
    assert.deepEqual(
      [told, manifests],
      [['/srv/shop/.env: the quote of A is not closed: close it, or take it out'], []],
    )
  })

  it('knows its files by their content', () => {
    assert.ok(isComposeDocument({ services: { web: { image: 'x' } }, 'x-a': 1 }))
    assert.ok(isComposeDocument({ version: '3', volumes: {} }))
    assert.ok(isComposeDocument({ servces: {}, services: { web: { build: '.' } } }))
    assert.ok(isComposeDocument({ sevices: { web: { image: 'x' } }, volumes: {} }))
    assert.ok(isComposeDocument({ version: '3', service: { web: { image: 'x' } }, 'x-a': 1 }))
    assert.ok(!isComposeDocument({ replicas: 2, service: { web: { image: 'x' } } }))
    assert.ok(!isComposeDocument({ service: { type: 'ClusterIP', port: 80 } }))
    assert.ok(!isComposeDocument({ service: { name: 'x' }, volumes: {} }))
    assert.ok(!isComposeDocument({ apiVersion: 'v1', kind: 'X', services: {} }))
    assert.ok(!isComposeDocument({ services: ['docker:dind'], image: 'x', stages: [] }))
    assert.ok(!isComposeDocument({ parameters: {}, services: { 'App\\': { resource: '../src' } } }))
    assert.ok(!isComposeDocument(['services']))
    assert.ok(!isComposeDocument(null))
  })
})
