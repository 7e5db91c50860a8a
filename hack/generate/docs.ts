import { type KindSource, type Model, typeNamed } from './model.ts'
import { isMap, type Schema } from './schema.ts'

/** The text of docs/kinds/KIND.md: all fields of spec and status with type, default and meaning. */
export function kindPage(model: Model, { kind, plural, shortName, scope, description }: KindSource): string {
  const belongs = scope === 'Cluster' ? 'It belongs to no stack.' : 'It belongs to a stack (its namespace).'
  const parts = [
    `# ${kind}\n`,
    `<!-- Written by npm run generate from crds/source/${kind.toLowerCase()}.yaml; edit that. -->\n`,
    `${description} ${belongs} On the command line: \`${kind.toLowerCase()}\`, \`${plural}\`, \`${shortName}\`.\n`,
    `\`apiVersion: reconcile.dev/v1\`, \`kind: ${kind}\`, \`metadata: {${scope === 'Cluster' ? '' : 'namespace: STACK, '}name: NAME}\`\n`,
    ...section(model, 'spec', `${kind}Spec`),
    ...section(model, 'status', `${kind}Status`),
  ]
  return parts.join('\n')
}

function section(model: Model, title: string, root: string): string[] {
  return reached(model, root).map((name, index) => {
    const heading = index === 0 ? `## ${title}` : `### ${name}`
    const { properties = {}, required = [] } = typeNamed(model, name)
    const rows = Object.entries(properties).map(([field, schema]) =>
      row(model, field, required.includes(field) ? markRequired(schema) : schema),
    )
    if (rows.length === 0) return `${heading}\n\nNo fields.\n`
    return `${heading}\n\n| field | type | meaning |\n|---|---|---|\n${rows.join('\n')}\n`
  })
}

/** The named object types reachable from a type, each once; the type itself comes first. */
function reached(model: Model, root: string): string[] {
  const seen = new Set([root])
  for (const name of seen)
    for (const schema of Object.values(typeNamed(model, name).properties ?? {})) {
      const target = schema.$ref ?? schema.items?.$ref
      if (target && typeNamed(model, target).type === 'object' && target !== 'Condition') seen.add(target)
    }
  return [...seen]
}

function markRequired(schema: Schema): Schema {
  return { ...schema, description: `${schema.description ?? ''} **Required.**` }
}

function row(model: Model, field: string, schema: Schema): string {
  const facts = [
    schema.description ?? '',
    schema.default === undefined ? '' : `Default: \`${JSON.stringify(schema.default)}\`.`,
    range(schema),
  ]
  return `| \`${field}\` | ${typeName(model, schema)} | ${facts.filter(Boolean).join(' ').replaceAll('|', '\\|')} |`
}

function range({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`
  if (minimum !== undefined) return `At least ${minimum}.`
  return maximum === undefined ? '' : `At most ${maximum}.`
}

/** A link to a type's heading on the page; for Condition, to the page of reasons. */
function linked(name: string): string {
  return `[${name}](${name === 'Condition' ? '../reasons.md' : `#${name.toLowerCase()}`})`
}

function typeName(model: Model, schema: Schema): string {
  if (schema.$ref) return typeNamed(model, schema.$ref).type === 'object' ? linked(schema.$ref) : 'string'
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.type === 'array') return `list of ${typeName(model, schema.items ?? {})}`
  if (isMap(schema)) return `map to ${typeName(model, schema.additionalProperties as Schema)}`
  return schema.type ?? 'any'
}
