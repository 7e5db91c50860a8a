import { stringify } from 'yaml'
import { type KindSource, type Model, typeNamed } from './model.ts'
import { mapSchema, type Schema } from './schema.ts'

const GROUP = 'reconcile.dev'

/** The CustomResourceDefinition of one kind, as `kubectl apply` takes it. */
export function crdYaml(model: Model, kind: KindSource): string {
  const header = `# Written by npm run generate from crds/source/${kind.kind.toLowerCase()}.yaml; edit that.\n`
  return header + stringify(crd(model, kind), { lineWidth: 120, aliasDuplicateObjects: false })
}

function crd(model: Model, { kind, plural, shortName, scope, ...rest }: KindSource): unknown {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [shortName],
        categories: ['reconcile'],
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: objectSchema(model, kind, rest.description) },
          subresources: { status: {}, ...(rest.scale ? { scale: rest.scale } : {}) },
          additionalPrinterColumns: rest.columns,
        },
      ],
    },
  }
}

function objectSchema(model: Model, kind: string, description: string): Schema {
  return {
    description,
    type: 'object',
    ...(typeNamed(model, `${kind}Spec`).required ? { required: ['spec'] } : {}),
    properties: {
      apiVersion: { type: 'string', description: 'Always reconcile.dev/v1.' },
      kind: { type: 'string', description: `Always ${kind}.` },
      metadata: { type: 'object' },
      spec: { description: 'What is wanted.', ...inline(model, typeNamed(model, `${kind}Spec`)) },
      status: { description: 'What is.', ...inline(model, typeNamed(model, `${kind}Status`)) },
    },
  }
}

/** Replaces each reference by its fragment, as structural schemas allow none. A description beside the reference wins. */
function inline(model: Model, schema: Schema): Schema {
  return mapSchema(schema, ({ $ref, ...own }) => ($ref ? { ...inline(model, typeNamed(model, $ref)), ...own } : own))
}
