import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { API_VERSION, withoutGroup } from '../../api/v1/kinds.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { parseKind } from '../arguments/references.ts'
import type { Context } from '../context.ts'
import { explainField, type FieldSchema, fieldsOf, outline } from '../output/explain.ts'
import { usageError } from '../usage.ts'

export interface ExplainOptions {
  readonly recursive?: boolean
}

/** Prints the documentation of a kind or field: `explain service`, `explain service.spec.template.ports`. Needs no state and no host. */
export async function explain(context: Context, what: string, options: ExplainOptions): Promise<number> {
  const [word = '', ...path] = withoutGroup(what).split('.')
  const kind = parseKind(word)
  const schema = descend(kind, await schemaOf(context, kind), path)
  const body = options.recursive ? ['FIELDS:', ...outline(schema)] : explainField(schema, path)
  context.terminal.print(`KIND:     ${kind}`, `VERSION:  ${API_VERSION}`, '', ...body)
  return exits.converged
}

interface Definition {
  readonly spec: {
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: FieldSchema } }[]
  }
}

/** The schema of a kind, from the package's CustomResourceDefinition. */
async function schemaOf({ packageDirectory }: Context, kind: string): Promise<FieldSchema> {
  const text = await readFile(join(packageDirectory(), 'crds', `${kind.toLowerCase()}.yaml`), 'utf8')
  const { spec } = parse(text) as Definition
  return spec.versions[0]?.schema.openAPIV3Schema ?? {}
}

function descend(kind: string, schema: FieldSchema, path: readonly string[]): FieldSchema {
  return path.reduce((holder, name, index) => {
    const fields = new Map(fieldsOf(holder))
    const field = fields.get(name)
    if (field) return field
    const where = [kind, ...path.slice(0, index)].join('.')
    const inSpec = index === 0 && fieldsOf(fields.get('spec') ?? {}).some(([each]) => each === name)
    const meant = inSpec ? `; did you mean ${['spec', ...path].join('.')}?` : didYouMean(name, fields.keys())
    throw usageError(
      `${where} has no field ${name}${meant}`,
      `see its fields with \`reconcile explain ${[kind.toLowerCase(), ...path.slice(0, index)].join('.')}\``,
    )
  }, schema)
}
