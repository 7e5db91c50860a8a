import { deepEqual, match, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import { apply as applied } from '../../../../cli/local/apply.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'
import { objectsIn } from '../../../../store/source/reading/reading.ts'
import { aCore, all, aRequest } from '../local-core.ts'

/** A request read with no variable set. */
function ready(request: Parameters<typeof readRequest>[0]) {
  const first = readRequest(withVariables(request, [], {}))
  const reading = first.needs ? readRequest(withVariables(request, first.needs, {})) : first
  if (reading.needs) throw new Error('it needs variables')
  return reading
}

/** The same of files of a directory, with the .env beside them, as a command line that sends them reads them. */
function inDirectory(texts: readonly { readonly file: string; readonly text: string }[], env?: string) {
  const known: Record<string, string | null> = Object.fromEntries(texts.map(({ file, text }) => [file, text]))
  if (env !== undefined) known['/srv/shop/.env'] = env
  const sideFiles = new Proxy(known, {
    get: (files, name) => files[String(name)] ?? null,
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
  })
  return ready({ sources: texts.map((each) => ({ ...each, inDirectory: true })), cwd: '/srv', sideFiles })
}

describe('what a directory holds', () => {
  for (const name of ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'])
    it(`is wrong where ${name} has a mistyped section`, () => {
      const { errors } = read(name, 'name: shop\nservces: { web: { image: nginx } }\n')
      match(errors.join(), new RegExp(`^/srv/shop/${name}:2:10: servces: is no key .*did you mean services\\?$`))
    })

  it('is merged with its override file, and wrong where that is', () => {
    const found = (file: string, text: string) => ({ file: `/srv/shop/${file}`, text, inDirectory: true })
    const reading = (...texts: ReturnType<typeof found>[]) => inDirectory(texts)
    const base = found('compose.yaml', 'services: {web: {image: x}}')
    const override = found('compose.override.yml', 'services: {web: {user: u}, db: {image: y}}')
    deepEqual(
      reading(override, base).files.map(({ file, manifests }) => [file, manifests.map(({ id }) => id)]),
      [
        ['/srv/shop/compose.override.yml', []],
        ['/srv/shop/compose.yaml', ['Network/shop/default', 'Service/shop/web', 'Service/shop/db']],
      ],
    )
    match(
      reading({ ...override, text: 'services: {web: {usr: u}}' }, base)
        .errors.map(formatManifestError)
        .join(),
      /^\/srv\/shop\/compose\.override\.yml:1:23: services\.web\.usr: .*did you mean user\?/,
    )
    const alone = reading(override)
    deepEqual(alone.errors, [])
    match(
      alone.files
        .flatMap((file) => file.warnings)
        .map(formatManifestError)
        .join(),
      /is merged over a compose\.yaml/,
    )
  })

  it('is wrong for a variable that is not set, which is named where it stands', () => {
    const text = 'services:\n  web:\n    image: x\n    mem_limit: ${MEM}\n    ports: ["80:${PORT:-}"]\n'
    const { errors } = inDirectory([{ file: '/srv/shop/compose.yaml', text }])
    const remedy = 'is not set: set it in .env or in the environment'
    deepEqual(
      errors.map(formatManifestError).map((line) => /^[^:]*(:\d+):.*(; the variable.*)$/.exec(line)?.slice(1)),
      [
        [':4', `; the variable MEM ${remedy}`],
        [':5', `; the variable PORT ${remedy}`],
      ],
    )
  })

  it('is the project that COMPOSE_FILE in its .env says', () => {
    const found = (file: string, text: string) => ({ file: `/srv/shop/${file}`, text, inDirectory: true })
    const files = [
      found('docker-compose.dev.yml', 'services: {web: {user: dev}}'),
      found('docker-compose.prod.yml', 'services: {web: {user: prod}}'),
      found('docker-compose.yml', 'services: {web: {image: x}}'),
    ]
    const said = (env?: string) => {
      const { errors, files: read } = inDirectory(files, env)
      const users = objectsIn(read).flatMap((each) => (each.kind === 'Service' ? [each.spec.template.user] : []))
      const warned = read.flatMap((file) => file.warnings.map((each) => formatManifestError(each).slice(10, 60)))
      return { errors: errors.map(formatManifestError), users, warned }
    }
    const passed = (file: string) => `${file}:1:1: is passed over: COMPOSE_FILE in the .env`.slice(0, 50)
    deepEqual(said('COMPOSE_FILE=docker-compose.yml:docker-compose.prod.yml\n'), {
      ...{ errors: [], users: ['prod'] },
      warned: [passed('docker-compose.dev.yml')],
    })
    deepEqual(said('COMPOSE_FILE=docker-compose.yml').users, [undefined])
    deepEqual(said().users, [undefined])
    deepEqual(said().errors, [])
    match(
      said('A=1\nCOMPOSE_FILE=docker-compose.yml:prod.yml').errors.join(),
      /^\/srv\/shop\/\.env:2:1: COMPOSE_FILE: names \/srv\/shop\/prod\.yml, which is not there: make it/,
    )
    match(
      said('A=1\nCOMPOSE_FILE=\n').errors.join(),
      /^\/srv\/shop\/\.env:2:1: COMPOSE_FILE: is empty: name the Compose files there, or take it out/,
    )
    deepEqual(said('COMPOSE_FILE\n'), said())
  })

  it('is no stack of its own where another file of it includes it', () => {
    const sideFiles = { '/srv/shop/db.yaml': 'services: {db: {image: y}}', '/srv/shop/.env': null }
    const main = {
      file: '/srv/shop/app.yaml',
      text: 'include: [db.yaml]\nservices: {web: {image: x}}',
      inDirectory: true,
    }
    const part = { file: '/srv/shop/db.yaml', text: sideFiles['/srv/shop/db.yaml'], inDirectory: true }
    const { files, errors } = ready({ sources: [main, part], cwd: '/srv', sideFiles })
    deepEqual(errors, [])
    deepEqual(
      files.map(({ manifests }) => manifests.map(({ id }) => id)),
      [['Network/shop/default', 'Service/shop/db', 'Service/shop/web'], []],
    )
  })

  it('goes on to run as a stack where another file takes it in, and to include it is refused', async () => {
    const home = mkdtempSync(join(tmpdir(), 'reading-'))
    const core = aCore(home)
    const found = (name: string, text: string) => ({ file: join(home, name), text, inDirectory: true as const })
    const base = found('base.yaml', 'name: db\nservices: {db: {image: y}}')
    const given = (...sources: Parameters<typeof readRequest>[0]['sources'][number][]) =>
      all(applied(core, withVariables({ ...aRequest(home, '', {}), sources }, [], {})))
    const apply = async (text: string) => {
      writeFileSync(join(home, 'base.yaml'), base.text)
      return (await given(found('app.yaml', text), base)).flatMap((event) =>
        event.type === 'resource'
          ? [`${event.object} ${event.change}`]
          : event.type === 'problem'
            ? [event.message]
            : [],
      )
    }
    await given({ file: base.file, text: base.text })
    const web = (more: string) => `name: web\n${more}services: {web: {image: x}}`
    const extending = 'name: web\nservices: {web: {extends: {file: base.yaml, service: db}}}'
    const events = await apply(extending)
    for (const event of ['Service/db/db unchanged', 'Service/web/web created'])
      ok(events.includes(event), events.join())
    match((await apply(web('include: [base.yaml]\n'))).join(), /also runs as the stack db: .*delete --stack db/)
    deepEqual([...core.store.list('Service').keys()].sort(), ['db/db', 'web/web'])
    rmSync(home, { recursive: true })
  })

  it('may hold files that are parts of others, or of other tools, and not these alone', async () => {
    const home = mkdtempSync(join(tmpdir(), 'reading-'))
    const core = aCore(home)
    const found = (name: string, text: string) => ({ file: join(home, name), text, inDirectory: true as const })
    const [part, chart] = [found('db.yaml', 'services: {db: {image: y}}'), found('chart.yaml', 'a: {{ b }}')]
    writeFileSync(part.file, part.text)
    const app = found('app.yaml', 'name: web\ninclude: [db.yaml]\nservices: {web: {image: x}}')
    const given = (...sources: (typeof app)[]) =>
      all(applied(core, withVariables({ ...aRequest(home, '', {}), sources }, [], {})))
    match(JSON.stringify(await given(chart)), /chart\.yaml:1:1: no manifest is in it/)
    const variant = found('compose.prod.yaml', 'services: {web: {user: prod}}')
    const shop = found('compose.yaml', 'name: shop\nservices: {web: {image: x}}')
    ok(!JSON.stringify(await given(app, part, chart, variant, shop)).includes('no manifest is in it'))
    deepEqual([...core.store.list('Service').keys()].sort(), ['shop/web', 'web/db', 'web/web'])
    rmSync(home, { recursive: true })
  })

  it('is wrong where a Compose file has nothing like a section', () => {
    match(read('compose.yaml', 'web: { port: 80 }\n').errors.join(), /^\/srv\/shop\/compose\.yaml:1:1: has no services/)
  })

  it('is passed by with a warning where it is of another tool', () => {
    const { errors, warnings } = read('mkdocs.yml', 'site_name: docs\n')
    deepEqual(errors, [])
    match(warnings.join(), /^\/srv\/shop\/mkdocs\.yml:1:1: is neither a manifest nor a Compose file/)
  })

  it('is passed by in silence where it is a kept plan; named itself, it is wrong', () => {
    const text = '{"version": 1, "files": ["."], "manifests": {}, "calls": []}'
    deepEqual(read('plan.json', text), { errors: [], warnings: [] })
    match(
      ready({ sources: [{ file: '/srv/plan.json', text }], cwd: '/srv' })
        .errors.map(formatManifestError)
        .join(),
      /^\/srv\/plan\.json:1:1: is a plan that `plan --out` kept, and no manifest: apply it without -f$/,
    )
  })
})

describe('a manifest that names no stack', () => {
  it('is of the directory, and it is said where that has another name', () => {
    const text = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: {name: web}\nspec: {template: {image: x}}\n'
    deepEqual(read('My Shop 1.0/web.yaml', text).warnings, [
      `/srv/shop/My Shop 1.0/web.yaml:3:11: metadata: the stack is myshop10, of the directory "My Shop 1.0": a stack's name has lower-case letters, digits, - and _, the first of them a letter or digit; write namespace: myshop10 here to have it so`,
    ])
    deepEqual(read('My Shop 1.0/web.yaml', text.replace('name: web', 'name: web, namespace: shop')).warnings, [])
    deepEqual(read('web.yaml', text).warnings, [])
  })
})

describe('the file of a secret or config', () => {
  it('is named with its line where it is not there', () => {
    const compose = 'services: {}\nsecrets:\n  token:\n    file: ./nope.txt\nconfigs:\n  web:\n    file: ./none.conf\n'
    deepEqual(read('compose.yaml', compose), {
      errors: [],
      warnings: [
        '/srv/shop/compose.yaml:4:11: secrets.token.file: /srv/shop/nope.txt is not there: what mounts it is neither begun nor changed until it is, and what runs goes on with the bytes of before',
        '/srv/shop/compose.yaml:7:11: configs.web.file: /srv/shop/none.conf is not there: what mounts it is neither begun nor changed until it is, and what runs goes on with the bytes of before',
      ],
    })
    const head = 'apiVersion: reconcile.dev/v1\nkind: Secret\nmetadata: { name: token, namespace: shop }\n'
    deepEqual(read('a.yaml', `${head}spec: { file: /nowhere/x }\n`).warnings, [
      '/srv/shop/a.yaml:4:15: spec.file: /nowhere/x is not there: what mounts it is neither begun nor changed until it is, and what runs goes on with the bytes of before',
    ])
  })

  it('is named where a directory or a device is there', () => {
    const compose = 'services: {}\nsecrets:\n  token:\n    file: /dev/null\nconfigs:\n  web:\n    file: /tmp\n'
    deepEqual(read('compose.yaml', compose).warnings, [
      '/srv/shop/compose.yaml:4:11: secrets.token.file: /dev/null is no regular file: what mounts it is neither begun nor changed; name one',
      '/srv/shop/compose.yaml:7:11: configs.web.file: /tmp is a directory: what mounts it is neither begun nor changed; name a file, or bind the directory as a volume',
    ])
  })

  it('is no matter where it is there, or the bytes come from elsewhere', () => {
    const compose = `services: {}\nsecrets: { a: { file: ${process.execPath} }, b: { environment: SET }, c: { external: true } }\nconfigs: { d: { environment: NONE } }\n`
    deepEqual(read('compose.yaml', compose, { SET: 'a', NONE: '' }), { errors: [], warnings: [] })
  })
})

describe('the variable of a secret or config', () => {
  it('is named with its line where it is not set', () => {
    const compose = 'services: {}\nsecrets:\n  token:\n    environment: NOTSET\nconfigs:\n  web: { environment: SET }\n'
    deepEqual(read('compose.yaml', compose, { SET: 'a' }), {
      errors: [],
      warnings: [
        '/srv/shop/compose.yaml:4:18: secrets.token.environment: the variable NOTSET is not set: what mounts it does not start without, unless an apply before had a value',
      ],
    })
  })
})

function read(name: string, text: string, env: Readonly<Record<string, string>> = {}) {
  const sources = [{ file: `/srv/shop/${name}`, text, inDirectory: true }]
  const request = { sources, cwd: '/srv/shop' }
  const reading = readRequest(withVariables(request, readRequest(request).needs ?? [], env))
  if (reading.needs) throw new Error(`it asks for ${reading.needs.join(', ')}`)
  return {
    errors: reading.errors.map(formatManifestError),
    warnings: reading.files.flatMap((file) => file.warnings.map(formatManifestError)),
  }
}
