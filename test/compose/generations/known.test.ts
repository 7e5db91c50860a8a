import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shapes } from '../../../api/v1/generated/shapes.ts'
import { generationsOf, serviceKeys } from '../../../compose/generations/known.ts'
import { composeAttributes } from '../../../compose/attributes/all.ts'
import { dockerCommand, judge } from '../oracle.ts'

const attributes = composeAttributes()
const paths = attributes.map(({ path }) => path)

describe('the generations of attributes', () => {
  it('are known of each', () => {
    assert.deepEqual(
      paths.filter((path) => !/^((1|[23]\.\d+\+|today)(, (?=.)|$))+$/.test(generationsOf(path) ?? '')),
      [],
    )
  })

  it('are told of none that is not read', () => {
    const today = new Set(paths.filter((path) => /^services\.[^.]+$/.test(path)).map((path) => path.slice(9)))
    const former = ['dockerfile', 'log_driver', 'log_opt', 'net']
    const known = [...serviceKeys.first, ...serviceKeys.later]
    assert.deepEqual(
      known.filter((key) => !today.has(key)),
      former,
    )
  })

  it('of the first are those of docker-compose 1.29', function () {
    const file = '/usr/lib/python3/dist-packages/compose/config/config_schema_v1.json'
    if (!existsSync(file)) return this.skip()
    const schema = JSON.parse(readFileSync(file, 'utf8'))
    assert.deepEqual([...serviceKeys.first].sort(), Object.keys(schema.definitions.service.properties).sort())
    return undefined
  })

  describe('of 3.x are those of docker stack', () => {
    const docker = dockerCommand()
    const directory = mkdtempSync(join(tmpdir(), 'reconcile-generations-'))
    after(() => rmSync(directory, { recursive: true }))

    /** Whether a version knows the name of an attribute; a wrong type of its value does not matter. */
    function knows(minor: number, path: string): boolean {
      writeFileSync(join(directory, 'stack.yaml'), `version: "3.${minor}"\n${nested(path)}`)
      const { output } = judge([docker ?? '', 'stack', 'config', '-c', 'stack.yaml'], directory)
      return path.split('.').every((part) => !output.includes(`Additional property ${part} is not allowed`))
    }

    for (const [path, since] of boundaries()) {
      it(`${path} since 3.${since}`, function () {
        if (docker === undefined) return this.skip()
        assert.ok(knows(since, path), 'is not there yet')
        assert.ok(since === 0 || !knows(since - 1, path), 'is there before')
        return undefined
      })
    }
  })
})

/**
 * The attributes that the schemas list one by one, with the version of each. Left out are those inside of maps of a build and lists of
 * maps, which the schemas leave open.
 */
function boundaries(): [string, number][] {
  return paths.flatMap((path): [string, number][] => {
    const [, since] = /3\.(\d+)\+/.exec(generationsOf(path) ?? '') ?? []
    const isOpen = /^services\.(build|secrets|configs|ports|volumes|devices|env_file|depends_on)\./.test(path)
    const inList = /ipam\.config\.|generic_resources\.|preferences\.|(bind|volume|tmpfs)\./.test(path)
    return since === undefined || isOpen || inList ? [] : [[path, Number(since)]]
  })
}

/** A file with this attribute, in one of each thing that it has to be in. */
function nested(path: string): string {
  const [section = '', ...rest] = path.split('.')
  if (rest.length === 0) return `${section}: {}\n`
  const within = rest[0] === 'networks' && section === 'services' ? ['networks', 'n', ...rest.slice(1)] : rest
  const inner = within.reduceRight((value, key) => `{${key}: ${value}}`, 'null')
  return section === 'services'
    ? `services: {web: ${inner.replace('{', '{image: x, ')}}\n`
    : `${section}: {one: ${inner}}\n`
}

describe('what attributes become', () => {
  const kinds: Readonly<Record<string, string>> = {
    services: 'Service',
    networks: 'Network',
    volumes: 'Volume',
    secrets: 'Secret',
    configs: 'Config',
  }

  it('are fields that our resources have', () => {
    const wrong = attributes.filter(({ path, becomes = '' }) => {
      const kind = kinds[path.split('.')[0] ?? '']
      return path.includes('.') && /^(spec|metadata)\./.test(becomes) && kind !== undefined && !isField(kind, becomes)
    })
    assert.deepEqual(
      wrong.map(({ path, becomes }) => [path, becomes]),
      [],
    )
  })
})

function isField(kind: string, field: string): boolean {
  let type: string | undefined = kind
  for (const part of field.split('.')) {
    const shape: (typeof shapes)[string] | undefined = type === undefined ? undefined : shapes[type]
    if (!shape) return false
    const found: (typeof shape)[string] | undefined = shape[part]
    if (!found) return false
    type = found.of
  }
  return true
}
