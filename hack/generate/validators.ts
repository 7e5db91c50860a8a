import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { transformSync } from 'esbuild'
import type { KindSource, Model } from './model.ts'
import { mapSchema, type Schema } from './schema.ts'

const HEADER = '// Written by npm run generate from crds/source; edit those.\n'
const BOUNDS = { int32: [-(2 ** 31), 2 ** 31 - 1], int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] } as const

/** The text of api/v1/generated/validators.js: one precompiled function per kind; types that kinds share are compiled once. */
export function validatorsText({ kinds, types }: Model): string {
  const ajv = new Ajv({
    allErrors: true,
    inlineRefs: false,
    unicode: false, // lengths in UTF-16 units: needs no run-time import
    strict: true,
    messages: false,
    logger: false,
    code: { source: true, esm: true, lines: false },
  })
  for (const [name, schema] of Object.entries(types)) ajv.addSchema(strictSchema(schema), name)
  for (const kind of kinds) ajv.addSchema(objectSchema(kind), kind.kind)
  const code = standalone.default(ajv, Object.fromEntries(kinds.map(({ kind }) => [kind, kind])))
  if (code.includes('require(')) throw new Error('the generated validators need a module at run time')
  // Without the schema paths there is less to parse, and the import takes half the time.
  const short = code.replaceAll(/schemaPath:"[^"]*",/g, '')
  return HEADER + transformSync(short, { format: 'esm', minify: true, treeShaking: true, lineLimit: 160 }).code
}

/** The text of api/v1/generated/validators.d.ts. */
export function validatorTypesText({ kinds }: Model): string {
  const names = kinds.map(({ kind }) => `export const ${kind}: Validator`)
  return `${HEADER}
/** What one failed keyword says: ajv's error object, less what is not used. */
export interface Failure {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

export interface Validator {
  (data: unknown): boolean
  errors?: Failure[] | null
}

${names.join('\n')}
`
}

function objectSchema({ kind, spec }: KindSource): object {
  const required = ['apiVersion', 'kind', 'metadata', ...(spec.required ? ['spec'] : [])]
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: {
      apiVersion: { type: 'string', enum: ['reconcile.dev/v1'] },
      kind: { type: 'string', enum: [kind] },
      metadata: { $ref: 'ObjectMeta' },
      spec: { $ref: `${kind}Spec` },
      status: { $ref: `${kind}Status` },
    },
  }
}

/** The schema as validated here: unknown fields are errors, number formats become bounds, and keywords only for Kubernetes are dropped. */
function strictSchema(schema: Schema): object {
  return mapSchema(schema, (inner) => {
    if (inner.$ref) return { $ref: inner.$ref }
    const dropped = (key: string) =>
      key === 'description' || key === 'default' || key === 'format' || key.startsWith('x-')
    const kept: Schema = Object.fromEntries(Object.entries(inner).filter(([key]) => !dropped(key)))
    if (inner.format === 'int32' || inner.format === 'int64') {
      const [minimum, maximum] = BOUNDS[inner.format]
      Object.assign(kept, { minimum: kept.minimum ?? minimum, maximum: kept.maximum ?? maximum })
    }
    if (kept.type === 'object') kept.additionalProperties ??= false
    return kept
  })
}
