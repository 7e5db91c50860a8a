import assert from 'node:assert/strict'
import { composeReader } from '../../compose/compose-reader.ts'
import type { LoadedCompose } from '../../compose/load.ts'
import { loadRight, loadText, serviceIn, type Surroundings } from './load-text.ts'

const here = '/srv/shop/compose.yaml'

/** Loads a project whose first file is /srv/shop/compose.yaml, merged with `more.yaml` if there is one. */
function load(text: string, files: Readonly<Record<string, string>> = {}): LoadedCompose {
  return loadText(text, surroundings(files))
}

function surroundings({ 'more.yaml': more, ...files }: Readonly<Record<string, string>>): Surroundings {
  const absolute = Object.fromEntries(Object.entries(files).map(([path, each]) => [`/srv/shop/${path}`, each]))
  return { files: absolute, ...(more === undefined ? {} : { over: [{ file: '/srv/shop/more.yaml', text: more }] }) }
}

function errorsOf({ errors }: LoadedCompose): string[] {
  return errors.map(
    ({ place, path, message }) =>
      `${place.file.replace('/srv/shop/', '')}:${place.line}:${place.column} ${path}: ${message}`,
  )
}

describe('what was merged', () => {
  it('leads back to the file, the line and the path that each value was written at', () => {
    const text = 'services:\n  web:\n    image: x\n    environment: [A=1]\n    expose: [1]\n'
    const more = 'services:\n  web:\n    deploy:\n      replicas: 3\n    environment:\n      B: b\n    expose: [2]\n'
    const loaded = loadRight(text, surroundings({ 'more.yaml': more }))
    const web = loaded.manifests.find(({ object }) => object.kind === 'Service')
    const at = (...path: (string | number)[]) => {
      const { file, line } = web?.provenance.placeOf(path) ?? { file: '', line: 0 }
      return `${file.replace('/srv/shop/', '')}:${line} ${web?.provenance.fieldOf?.(path)}`
    }
    assert.deepEqual(
      [
        at('spec', 'template', 'image'),
        at('spec', 'replicas'),
        at('spec', 'template', 'env', 0),
        at('spec', 'template', 'env', 1),
        at('spec', 'template', 'expose', 1),
        at(),
      ],
      [
        'compose.yaml:3 services.web.image',
        'more.yaml:4 services.web.deploy.replicas',
        'compose.yaml:4 services.web.environment[0]',
        'more.yaml:6 services.web.environment.B',
        'more.yaml:7 services.web.expose[0]',
        'compose.yaml:2 services.web',
      ],
    )
    assert.deepEqual(web?.provenance.positionOf?.(['spec', 'replicas']), {
      document: 0,
      path: ['services', 'web', 'deploy', 'replicas'],
    })
    assert.equal(web?.file, here)
  })

  it('is an error in the file that is wrong', () => {
    const text = 'services: {web: {image: x}}'
    assert.deepEqual(errorsOf(load(text, { 'more.yaml': 'services: {web: {ports: [70000]}}' })), [
      'more.yaml:1:26 services.web.ports[0]: has "70000" for the container\'s port: it is 1 to 65535; a port is [IP:][HOST:]CONTAINER[/PROTOCOL], such as "8080:80"',
    ])
    assert.match(errorsOf(load(text, { 'more.yaml': 'services: {web: {cap_add: [A' })).join(), /^more\.yaml:1:/)
    assert.match(
      errorsOf(
        load('services: {web: {image: x, cap_add: [A]}}', { 'more.yaml': 'services: {web: {cap_add: A}}' }),
      ).join(),
      /^more\.yaml:1:27 services\.web\.cap_add: is a single value, and can't be merged over a list in \/srv\/shop\/compose\.yaml:1/,
    )
  })

  it('is told of a value that contradicts one in another file', () => {
    const errors = errorsOf(
      load('services: {web: {image: x, scale: 2}}', { 'more.yaml': 'services: {web: {deploy: {replicas: 3}}}' }),
    )
    assert.match(errors.join(), /^more\.yaml:1:37 services\.web\.deploy\.replicas: contradicts scale .*compose\.yaml:1/)
  })

  it('keeps what looks secret to itself in every file', () => {
    const loaded = loadText('services: {web: {image: x}}', {
      ...surroundings({ 'more.yaml': 'services: {web: {ports: ["$DB_PASSWORD"]}}' }),
      variables: { DB_PASSWORD: 'hunter2' },
    })
    assert.equal(loaded.errors.length, 1)
    assert.doesNotMatch(JSON.stringify(loaded.errors), /hunter2/)
  })
})

describe('what extends', () => {
  it('a service of a file that is included finds it', () => {
    const loaded = loadRight(
      'include: [a.yaml]\nservices: {web: {extends: a, user: u}}',
      surroundings({ 'a.yaml': 'services: {a: {image: x}}' }),
    )
    assert.deepEqual(serviceIn(loaded, 'web').spec.template.image, 'x')
  })

  it('itself is told with every place of the circle', () => {
    const text = 'services:\n  a:\n    extends: {file: b.yaml, service: b}\n'
    const other = 'services:\n  b:\n    extends:\n      file: compose.yaml\n      service: a\n'
    assert.deepEqual(errorsOf(load(text, { 'b.yaml': other, 'compose.yaml': text })).slice(0, 1), [
      'compose.yaml:3:14 services.a.extends: extends itself in a circle: a (/srv/shop/compose.yaml:3) → b (/srv/shop/b.yaml:3) → a (/srv/shop/compose.yaml:3)',
    ])
  })

  it('a service that is not there is told which one may be meant', () => {
    assert.deepEqual(errorsOf(load('services: {web: {image: x, extends: bse}, base: {image: y}}')), [
      'compose.yaml:1:37 services.web.extends: /srv/shop/compose.yaml has no service bse; did you mean base?',
    ])
  })

  it('what can not be read is told where it is named, and what is wrong in it, there', () => {
    const extending = 'services: {web: {extends: {file: c.yaml, service: a}}}'
    assert.match(errorsOf(load(extending))[0] ?? '', /^compose\.yaml:1:27 .*c\.yaml is not there/)
    assert.match(errorsOf(load(extending, { 'c.yaml': 'services: {a: {' }))[0] ?? '', /^c\.yaml:1:/)
    assert.match(
      errorsOf(load(extending, { 'c.yaml': 'services: {a: {imagee: x}}' }))[0] ?? '',
      /^c\.yaml:1:24 .*did you mean image/,
    )
  })
})

describe('what is included', () => {
  it('is merged with what the file that includes it says of it', () => {
    const loaded = loadRight(
      'include: [a.yaml]\nservices: {a: {environment: {B: "2"}}}',
      surroundings({ 'a.yaml': 'services: {a: {image: x, environment: {A: "1"}}}' }),
    )
    assert.deepEqual(serviceIn(loaded, 'a').spec.template.env, [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ])
  })

  it('by two files in two ways is told with both places', () => {
    const errors = errorsOf(
      load('include: [a.yaml, b.yaml]', {
        'a.yaml': 'services: {c: {image: a}}',
        'b.yaml': 'services:\n  c: {image: b}',
      }),
    )
    assert.deepEqual(errors, [
      'b.yaml:2:6 services.c: is also defined in /srv/shop/a.yaml:1, and not in the same way: keep one of them',
    ])
  })

  it('by itself is told with every place of the circle', () => {
    const errors = errorsOf(
      load('include: [a.yaml]\nservices: {web: {image: x}}', { 'a.yaml': 'services: {}\ninclude:\n- compose.yaml' }),
    )
    assert.deepEqual(errors, [
      'a.yaml:3:3 include[0]: includes itself in a circle: /srv/shop/compose.yaml:1 → /srv/shop/a.yaml:3 → /srv/shop/compose.yaml',
    ])
  })

  it('and its override and extended files are parts of the project, which others are not', () => {
    const files: Readonly<Record<string, string>> = {
      '/srv/shop/a.yaml': 'services: {a: {extends: {file: base.yaml, service: b}}}',
      '/srv/shop/base.yaml': 'services: {b: {extends: {file: db/compose.yaml, service: c}}}',
      '/srv/shop/db/compose.yaml': 'services: {c: {image: x}}',
      '/srv/shop/compose.override.yaml': 'services: {a: {user: u}}',
    }
    const reading = composeReader.read(
      { file: here, text: 'include: [a.yaml]' },
      {
        variable: () => undefined,
        readFile: (path) => files[path] ?? Object.assign(new Error('none'), { code: 'ENOENT' }),
      },
    )
    assert.deepEqual(reading.errors, [])
    assert.deepEqual([...reading.parts].sort(), [
      '/srv/shop/a.yaml',
      '/srv/shop/base.yaml',
      '/srv/shop/compose.override.yaml',
    ])
    assert.ok(reading.sideFiles.includes('/srv/shop/db/compose.yaml'))
  })

  it('is bounded, however often files include each other', () => {
    const from = (level: number, directory: string) =>
      `{path: /srv/shop/l${level + 1}.yaml, project_directory: ${directory}}`
    const twice = (level: number) =>
      level > 12 ? 'services: {}' : `include: [${from(level, 'a')}, ${from(level, 'b')}]`
    const files = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`l${index + 1}.yaml`, twice(index + 1)]))
    assert.match(errorsOf(load(twice(0), files)).join(), /more than 500 files are included/)
    const line = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`d${index}.yaml`, `include: [d${index + 1}.yaml]`]),
    )
    assert.match(errorsOf(load('include: [d0.yaml]', line)).join(), /includes through more than 20 files/)
  })

  it('is bounded in what it all comes to', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `s${index}: {extends: base}`).join(', ')
    const labels = Array.from({ length: 300 }, (_, index) => `l${index}: v`).join(', ')
    const errors = errorsOf(load(`services: {base: {image: x, labels: {${labels}}}, ${many}}`))
    assert.match(errors.join(), /comes to too many values/)
  })
})

describe('a variable that is not set in a file that a project takes in', () => {
  it('is told with the project, beside which it is to be set', () => {
    const text =
      'include: [part.yaml]\nservices:\n  web:\n    extends: {file: base.yaml, service: web}\n    hostname: "${A?}"\n'
    const loaded = load(text, {
      'base.yaml': 'services:\n  web:\n    image: x\n    hostname: "${B?}"\n    user: "$C"\n',
      'part.yaml': 'services:\n  db:\n    image: x\n    hostname: "${D:?}"\n',
    })
    const told = (name: string, more = '') =>
      `the variable ${name} is not set; set it in .env or in the environment${more}`
    const of = `, for ${here}`
    assert.deepEqual(errorsOf(loaded).sort(), [
      `base.yaml:4:15 services.web.hostname: ${told('B', of)}`,
      `compose.yaml:5:15 services.web.hostname: ${told('A')}`,
      `part.yaml:4:15 services.db.hostname: ${told('D', of)}`,
    ])
    const blank =
      'the variable C is not set and stands for nothing: set it in .env or in the environment, or write $$ where a dollar sign is meant'
    assert.deepEqual(errorsOf({ ...loaded, errors: loaded.warnings }), [
      `base.yaml:5:11 services.web.user: ${blank}${of}`,
    ])
  })
})
