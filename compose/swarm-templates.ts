import type { V1TaskTemplate } from '../api/v1/generated/types.ts'
import type { Context } from './context.ts'
import type { ServiceDraft } from './service-draft.ts'

/** A template of the kind `{{.Node.Hostname}}`. Templates of other languages name other fields. */
const TEMPLATE = /\{\{-?\s*\.(?:Node|Task|Service)\.[^{}]*\}\}/

/**
 * Warns of templates where a swarm fills them in: in variables, the host name and mounts. Here, as in Compose, they are plain text, and the
 * same file meant something else under `docker stack deploy`.
 */
export function tellTemplates(services: readonly ServiceDraft[], context: Context): void {
  for (const { spec, node } of services)
    for (const { target, key, text } of textsOf(spec.template)) {
      const template = TEMPLATE.exec(text)?.[0]
      if (template === undefined) continue
      const message = `has the template ${template}, which a swarm alone fills in: containers get this very text, so write the value`
      context.warn(context.ledger.origin(target, key) ?? node, message)
    }
}

interface Text {
  /** The object and key that have it. */
  readonly target: object
  readonly key: string | number
  readonly text: string
}

function textsOf(template: V1TaskTemplate): readonly Text[] {
  const { env = [], mounts = [], hostname = '' } = template
  return [
    ...env.map(({ value = '' }, key) => ({ target: env, key, text: value })),
    { target: template, key: 'hostname', text: hostname },
    ...mounts.map((mount, key) => ({ target: mounts, key, text: JSON.stringify(mount) })),
  ]
}
