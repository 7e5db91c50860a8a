import type { V1Dependency } from '../api/v1/generated/types.ts'
import type { Context } from './context.ts'
import { resolveEnvironment, resolveLabels } from './environment.ts'
import { defaultOf } from './node.ts'
import type { ServiceDraft, Written } from './service-draft.ts'

/**
 * Fills the fields that depend on several attributes of a service: variables, labels, restart policy, dependencies, image, networks. Checks
 * what Compose does only in a service that takes part.
 */
export function finishService(draft: ServiceDraft, context: Context): void {
  resolveEnvironment(draft, context)
  resolveLabels(draft, context)
  finishRestart(draft, context)
  finishDependencies(draft, context)
  finishImage(draft, context)
  finishNetworks(draft, context)
  checkDevelop(draft, context)
}

function finishRestart(draft: ServiceDraft, context: Context): void {
  const policy = draft.deployRestart ?? draft.restart
  if (policy) context.ledger.pen(policy.node).set(draft.spec.template, 'restartPolicy', policy.value)
}

function finishDependencies(draft: ServiceDraft, context: Context): void {
  const all = new Map<string, Written<V1Dependency>>()
  for (const implied of draft.impliedDependencies) {
    const known = all.get(implied.value.service)
    if (!known?.value.restart) all.set(implied.value.service, implied)
  }
  for (const dependency of draft.dependencies) all.set(dependency.value.service, dependency)
  if (all.size === 0) return
  const list: V1Dependency[] = []
  for (const { value, node } of all.values()) context.ledger.pen(node).push(list, value)
  draft.spec.dependsOn = list
}

/** Sets the name of a built image where the file has none: PROJECT-SERVICE, as in Compose. */
function finishImage({ name, node, spec: { template } }: ServiceDraft, context: Context): void {
  if (!template.build || template.image !== undefined) return
  context.ledger.pen(defaultOf(node)).set(template, 'image', `${context.project}-${name}`.toLowerCase())
}

/** Puts a service without networks on the project's default network. */
function finishNetworks({ node, spec: { template } }: ServiceDraft, context: Context): void {
  if (template.networkMode !== undefined || (template.networks ?? []).length > 0) return
  context.ledger.pen(defaultOf(node)).set(template, 'networks', [{ network: 'default' }])
}

/** Checks that what is to be synced has a target. As in Compose, only in services that take part. */
function checkDevelop({ develop = [] }: ServiceDraft, context: Context): void {
  for (const { value, node } of develop) {
    const { action, target } = value
    if (!action.startsWith('sync') || target !== undefined) continue
    context.error(node, `${action} needs a target: write where the files are in the container, from the root`)
  }
}
