import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { networksOf, volumesOf } from '../../../api/v1/template-refs.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { type Hold, holdOf } from '../facts/hold.ts'
import type { AcceptanceAction, AcceptancePlan } from './plan.ts'
import { inactiveIn } from '../reading/inactive.ts'
import { type FileReading, idsIn, type ResourceId, servicesIn, stacksOf } from '../reading/reading.ts'

/** A resource that runs on hosts, of which this state knows nothing, as the object that would stand for it. */
export interface FoundResource {
  readonly id: ResourceId
  readonly object: ObjectOf
  /** What its containers are in or mount. */
  readonly uses?: readonly ResourceId[]
}

/** What decides which of the found resources are pruned. */
export interface PruneInput {
  /** All that the hosts have of the applied stacks and this state does not know, declared by the files or not. */
  readonly found: readonly FoundResource[]
  readonly files: readonly FileReading[]
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** The ids of approved holds. */
  readonly approvals: ReadonlySet<string>
  readonly now: number
  readonly settings: Settings
}

/**
 * Adds the deletion of what was found and no file declares to a plan, under S3: they are counted with what the same apply deletes otherwise,
 * against all that there is of its stacks. A loss that is too large is a hold, which the next such apply carries out once it is approved.
 * Pure.
 */
export function withPruned(plan: AcceptancePlan, input: PruneInput): AcceptancePlan {
  const going = undeclared(input)
  if (going.length === 0) return plan
  const { history } = plan
  const declared = declaredOf(input)
  const hold = holdOn(going, { lost: history.lost.length, declared, input })
  if (hold && !input.approvals.has(hold.id)) return { ...plan, actions: [...plan.actions, { do: 'hold', hold }] }
  const approved = hold ? `, as approved (${hold.id})` : ''
  const actions = going.map(({ id, object }): AcceptanceAction => {
    return { do: 'delete', id, because: `${wordsOf(object, input)}${approved}`, found: object }
  })
  const lost = hold ? [] : [...history.lost, ...going.map(({ id }) => ({ at: input.now, id, declared }))]
  return { ...plan, actions: [...plan.actions, ...actions], history: { ...history, lost } }
}

/** The found resources that the files neither declare nor use, and that no service of theirs in a profile that is off is or uses. */
function undeclared({ found, files }: PruneInput): readonly FoundResource[] {
  const inactive = inactiveIn(files)
  // What a declared service uses is in its file: its containers may still use what it dropped.
  const used = found.flatMap(({ id, uses = [] }) => (inactive.has(id) ? uses : []))
  const stays = new Set([...idsIn(files), ...servicesIn(files).flatMap(usedBy), ...inactive.keys(), ...used])
  return found.filter(({ id }) => !stays.has(id))
}

function usedBy({ metadata: { namespace }, spec: { template } }: V1Service): ResourceId[] {
  return [
    ...networksOf(template).map((name) => `Network/${keyFor(namespace, name)}`),
    ...volumesOf(template).map((name) => `Volume/${keyFor(namespace, name)}`),
    ...(template.secrets ?? []).map(({ secret }) => `Secret/${keyFor(namespace, secret)}`),
    ...(template.configs ?? []).map(({ config }) => `Config/${keyFor(namespace, config)}`),
  ]
}

/** How many resources there are of the applied stacks, known to this state or found. */
function declaredOf({ found, files, accepted }: PruneInput): number {
  const stacks = new Set(stacksOf(idsIn(files)))
  const known = [...accepted.values()].filter(
    ({ id, root }) => root === DESIRED && stacksOf([id]).some((each) => stacks.has(each)),
  )
  return known.length + found.length
}

interface Losing {
  /** How much else was lost within the window, by this apply or before. */
  readonly lost: number
  readonly declared: number
  readonly input: PruneInput
}

function holdOn(going: readonly FoundResource[], { lost, declared, input }: Losing): Hold | undefined {
  const { files, settings } = input
  const left = new Set(servicesIn(files).map(({ metadata }) => metadata.namespace))
  const emptied = going.find(({ object }) => object.kind === 'Service' && !left.has(object.metadata.namespace))
  const total = going.length + lost
  const tooMany = total > settings.lossCount && total > declared * settings.lossRatio
  if (!emptied && !tooMany) return undefined
  const what = emptied
    ? `the files declare no service of stack ${emptied.object.metadata.namespace}`
    : `${going.length} of ${declared} resources that there are of ${stacksOf(idsIn(files)).join(', ')} are in no file`
  return holdOf({
    root: DESIRED,
    reason: sourceReasons.pruneNeedsApproval,
    resources: going,
    message: `${what}; none is pruned until it is approved`,
  })
}

function wordsOf({ metadata }: ObjectOf, { files }: PruneInput): string {
  const file = metadata.annotations?.[annotations.source]
  if (file === undefined) return 'nothing that was applied now declares it'
  if (files.some((each) => each.file === file)) return `${file} does not declare it any more`
  return `nothing that was applied now declares it (${file} did)`
}
