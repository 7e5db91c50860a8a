import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checkKeywords, type Schema, withBounds } from './schema.ts'

/** One kind as crds/source/KIND.yaml declares it. */
export interface KindSource {
  kind: string
  plural: string
  shortName: string
  scope: 'Namespaced' | 'Cluster'
  description: string
  columns: { name: string; type: string; jsonPath: string; description?: string; priority?: number }[]
  scale?: Record<string, string>
  spec: Schema
  status: Schema
}

/** All kinds, and all named types: the fragments, and the spec and status of each kind. */
export interface Model {
  kinds: KindSource[]
  types: Record<string, Schema>
}

/** Reads crds/source. Throws, naming the file, at a keyword or a reference that does not exist. */
export function readModel(directory: string): Model {
  const types: Record<string, Schema> = {}
  for (const [file, schemas] of readAll<Record<string, Schema>>(join(directory, 'fragments')))
    for (const [name, schema] of Object.entries(schemas)) {
      checkKeywords(`${file}: ${name}`, schema)
      types[name] = withBounds(schema)
    }
  const kinds = readAll<KindSource>(directory).map(([file, kind]) => {
    checkKeywords(`${file}: spec`, kind.spec)
    checkKeywords(`${file}: status`, kind.status)
    types[`${kind.kind}Spec`] = withBounds(kind.spec)
    types[`${kind.kind}Status`] = withBounds(kind.status)
    return kind
  })
  return { kinds, types }
}

/** The type with this name. Throws where there is none. */
export function typeNamed(model: Model, name: string): Schema {
  const found = model.types[name]
  if (!found) throw new Error(`crds/source: no fragment is called ${name}`)
  return found
}

function readAll<T>(directory: string): [string, T][] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => [file, parse(readFileSync(join(directory, file), 'utf8')) as T])
}
