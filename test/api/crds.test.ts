import { deepEqual, equal, ok } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { GROUP, kindNames, kinds } from '../../api/v1/kinds.ts'
import { MOST_REPLICAS } from '../../api/v1/replicas.ts'

interface CrdSchema {
  type?: string
  properties?: Record<string, CrdSchema>
  items?: CrdSchema
  additionalProperties?: CrdSchema | boolean
  description?: string
  default?: unknown
  enum?: string[]
  required?: string[]
  maximum?: number
}

interface Crd {
  apiVersion: string
  metadata: { name: string }
  spec: {
    group: string
    scope: string
    names: { kind: string; plural: string; singular: string; shortNames: string[] }
    versions: {
      name: string
      schema: { openAPIV3Schema: CrdSchema }
      subresources: { scale?: Record<string, string> }
      additionalPrinterColumns: { jsonPath: string }[]
    }[]
  }
}

const files = readdirSync('crds').filter((file) => file.endsWith('.yaml'))
const crds = files.map((file) => parse(readFileSync(`crds/${file}`, 'utf8')) as Crd)

describe('the CustomResourceDefinitions', () => {
  it('are one per kind', () => {
    deepEqual(crds.map(({ spec }) => spec.names.kind).sort(), [...kindNames].sort())
  })

  for (const { apiVersion, metadata, spec } of crds) {
    const { kind, plural, singular, shortNames } = spec.names
    const [version] = spec.versions

    it(`name ${kind} as the code does`, () => {
      const { plural: ours, singular: one, shortName, scope } = kinds[kind as 'Service']
      deepEqual([plural, singular, shortNames, spec.scope], [ours, one, [shortName], scope])
      deepEqual([apiVersion, metadata.name, spec.group], ['apiextensions.k8s.io/v1', `${plural}.${GROUP}`, GROUP])
    })

    it(`give ${kind} a structural schema: every value typed and described, defaults of their type`, () => {
      for (const [path, schema] of walk(version?.schema.openAPIV3Schema ?? {}, kind)) {
        ok(schema.type, `${path} has no type`)
        ok(!('$ref' in schema), `${path} has a reference`)
        ok(!(schema.properties && schema.additionalProperties), `${path} has properties and additionalProperties`)
        for (const name of schema.required ?? []) ok(schema.properties?.[name], `${path} requires ${name}, unknown`)
        if (schema.default !== undefined && schema.enum) ok(schema.enum.includes(String(schema.default)), path)
      }
    })

    it(`print columns of ${kind} that exist`, () => {
      for (const { jsonPath } of version?.additionalPrinterColumns ?? []) {
        if (jsonPath.startsWith('.metadata') || jsonPath.includes('[')) continue
        const found = jsonPath
          .split('.')
          .slice(1)
          .reduce<CrdSchema | undefined>((schema, part) => schema?.properties?.[part], version?.schema.openAPIV3Schema)
        ok(found, `${kind} has no ${jsonPath}`)
      }
    })
  }

  it('let Service be scaled', () => {
    const service = crds.find(({ spec }) => spec.names.kind === 'Service')
    equal(service?.spec.versions[0]?.subresources.scale?.specReplicasPath, '.spec.replicas')
    const schema = service?.spec.versions[0]?.schema.openAPIV3Schema
    equal(schema?.properties?.['spec']?.properties?.['replicas']?.maximum, MOST_REPLICAS)
  })
})

function* walk(schema: CrdSchema, path: string): Generator<[string, CrdSchema]> {
  yield [path, schema]
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (!['metadata', 'apiVersion', 'kind'].includes(name)) ok(inner.description, `${path}.${name} has no description`)
    yield* walk(inner, `${path}.${name}`)
  }
  if (schema.items) yield* walk(schema.items, `${path}[]`)
  if (typeof schema.additionalProperties === 'object') yield* walk(schema.additionalProperties, `${path}{}`)
}
