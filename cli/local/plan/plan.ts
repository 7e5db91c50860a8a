import { byPlace } from '../../../api/v1/validation/by-place.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { PlanAnswer, Unrepeatable } from '../../../api/v1/installation/plan-answer.ts'
import { LOCAL_NODE, splitId, splitKey } from '../../../api/v1/names.ts'
import { redactCall } from '../../../api/v1/redact/call.ts'
import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import { consent } from '../../../controllers/adoption/records.ts'
import { planInstallation, type PlanOptions, type PlanResult, type PlanRun } from '../../../plan/plan.ts'
import { objectPath } from '../../../store/objects/kept.ts'
import { isLost } from '../../../controllers/holds/node-hold.ts'
import { present } from '../../../engine/container/present.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { CallUnderWay } from '../../../engine/under-way.ts'
import { silentSince } from '../../../engine/silent-since.ts'
import type { ForeseenPulls } from './foreseen-pulls.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { placeWords } from '../watched/place.ts'
import { foreseenHold, type Hold } from '../../../store/source/facts/hold.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { type CopiedStore, copiedStore, onceGone } from './copied-store.ts'
import type { Core } from '../open/core.ts'
import { type AcceptedPlan, acceptForPlan } from './acceptance.ts'
import { concernOf, concernOfServices } from '../concerns.ts'
import { hashesOf, planContents } from './contents.ts'
import { knownContents, withContentChanges } from '../request/content-changes.ts'
import { declaredAnew } from './declared-anew.ts'
import { planLines, said } from './lines.ts'
import { movedByNodes, withoutUnmetOf } from './moved-by-nodes.ts'
import { changedIn, movedIn } from '../images/moved-tags.ts'
import { exitOf } from './exit.ts'
import { ofOneMoment } from './one-moment.ts'
import { observeAll, silenceWords } from './observe-all.ts'
import { withOwned } from './owned-engines.ts'
import { locksAssumed } from './locks.ts'
import type { FarBind } from '../../../controllers/task/far-binds.ts'
import { farBindWarnings } from '../far-binds.ts'
import { unclaimedBeside } from '../unclaimed-beside.ts'
import { keptAmongSources } from './among-sources.ts'
import { replacedBindWarnings } from './replaced-binds.ts'
import { isSameTemplate } from './same-template.ts'
import { timelineOf } from './timeline.ts'
import { withoutUnderWay } from '../../../plan/under-way.ts'
import { turnedAwayWords } from './turned-away.ts'
import { refused, whyWithoutHosts, withoutHosts } from './without-hosts.ts'

/**
 * Returns what an apply of these manifests would do: accepts them into a copy of the state, and runs the loops against simulated hosts,
 * which are copies of the real ones.
 */
export async function plan(core: Core, request: PlanRequest): Promise<PlanAnswer> {
  const copy = copiedStore(core)
  const accepted = await acceptForPlan({ ...core, store: copy.store }, request)
  if (accepted.needs) return accepted
  if (accepted.errors) return refused(byPlace(accepted.errors).map(formatManifestError))
  const { deletes, pulls, later } = accepted
  const holds = foreseen(core, accepted, request.staged ? 'push' : 'apply')
  if (request.adopt) for (const stack of accepted.stacks) consent(copy.store, stack, core.clock.now())
  await copy.store.durable()
  const declared = onceGone(core, copy.store, later)
  const { moved, stacks } = worked(core, declared, accepted)
  const { assumed, ...read } = await contentsFor(core, declared, { ...accepted, staged: request.staged })
  const timeline = timelineOf(request.timeline ?? [], await nodesOf(core, declared))
  const { seen: hosts, ...moment } = await seeHosts(core, declared, { ...request, pulls, copy, stacks })
  if (typeof hosts === 'string') return withoutHosts(hosts, { events: read.events, holds })
  const { nodes, silent, several, undeclared } = hosts
  const planned = await planInstallation({
    ...{ installation: core.installation, nodes, contents: read.contents, retained: read.retained, timeline },
    ...{ silent: silent.map(({ node }) => node), lost: await lostAmong(core, silent), undeclared },
    kept: withOwned(withDeliveries(core, moment.kept), silent),
    ...{ declared, later, settings: core.settings, seed: request.seed ?? 1, now: core.clock.now() },
    ...{ ...ourselvesOf(core), concerns: concernsIn({ ...accepted, stacks }) },
  })
  const result = nextOf({ ...core, store: declared }, planned, { moved, pulls, ...moment, nodes })
  const { changes, begun, adopted, failures, unmet } = result
  const events = [...read.events, ...warnings(core, result, { ...accepted, ...request, accepting: declared, planned })]
  const changed = declaredAnew(core.store, events)
  const beside = await assumedBeside(core, declared, { planned, ...request, stacks, assumed, silent, nodes })
  const assumptions = [...result.assumptions, ...locksAssumed(core, nodes, { stacks, calls: result.calls }), ...beside]
  const exit = exitOf(result, { holds, silent, deletes }, declared)
  const calls = request.showValues ? result.calls : result.calls.map(redactCall)
  return {
    ...{ changes, begun, declared: changed, assumptions, calls, adopted, failures, unmet, exit },
    ...said(result.rollouts, { holds, events }),
    ...{ engines: enginesOf(nodes), ...read.marks },
    ...(await unrepeatable({ ...core, store: declared }, { ...accepted, ...request, assumed })),
    text: planLines({ ...result, assumptions, calls }, { events, holds, declared: changed, exit, several }),
    errors: [],
  }
}

/** Why it makes no sense to keep the plan. */
async function unrepeatable(
  core: Core,
  { stacks, keptAt, assumed }: Pick<AcceptedPlan, 'stacks'> & Pick<PlanRequest, 'keptAt'> & Pick<Assumed, 'assumed'>,
): Promise<{ readonly unrepeatable?: Unrepeatable }> {
  if (assumed !== undefined)
    return { unrepeatable: { why: assumed, remedy: 'run `reconcile init` once, and plan again' } }
  return keptAt === undefined ? {} : present({ unrepeatable: await keptAmongSources(core, stacks, keptAt) })
}

/** The holds, of which only those that are there already can be approved now. */
function foreseen({ store }: Core, { holds }: AcceptedPlan, by: 'apply' | 'push'): readonly Hold[] {
  return holds.map((hold) => (store.fact('hold', hold.id) === undefined ? foreseenHold(hold, by) : hold))
}

/**
 * The warnings about the stacks, beside the calls. Binds in files of another machine are left out: reading those files has warned of them.
 */
function warnings(
  core: Core,
  { unclaimed, farBinds, warnings: ofMoment }: PlanResult & Pick<Beside, 'warnings'>,
  { stacks, inactive, sideFiles, staged, accepting, planned }: Warned,
) {
  const isOfThese = ({ service }: FarBind) => stacks.has(splitKey(service).namespace ?? '')
  const binds = sideFiles ? [] : farBinds.filter(isOfThese)
  return [
    ...ofMoment,
    ...unclaimedBeside(unclaimed, { stacks: [...stacks], inactive }),
    ...farBindWarnings({ ...core, store: accepting }, binds),
    ...replacedBindWarnings(core, { staged, stacks, declared: accepting, planned }),
  ]
}

interface Warned extends Pick<AcceptedPlan, 'stacks' | 'inactive'>, Pick<PlanRequest, 'sideFiles' | 'staged'> {
  /** What is declared once the manifests are accepted. */
  readonly accepting: Store
  readonly planned: Pick<PlanRun, 'calls' | 'store'>
}

interface SeeingHosts extends HostsOptions, Pick<PlanRequest, 'staged'> {
  readonly copy: CopiedStore
  readonly stacks: ReadonlySet<string>
}

/** The hosts, or why none answers a push, and the state at that moment. */
async function seeHosts(core: Core, declared: Store, { copy, stacks, ...request }: SeeingHosts) {
  const look = () => hostsFor(core, declared, request).catch((error) => whyWithoutHosts(error, request))
  return await ofOneMoment(core, { copy, stacks, look })
}

type HostsOptions = Parameters<typeof observeAll>[2]

/** Observes the hosts. This machine's engine is left out if it has none once these nodes are declared: it is then no silent host. */
async function hostsFor(core: Core, declared: Store, options: HostsOptions) {
  const isThere = (node: string) => node !== LOCAL_NODE || !core.isLocalAbsent(declared)
  const { silent, ...seen } = await observeAll(core, declared, options)
  const undeclared = (await core.engines()).has(LOCAL_NODE) && isThere(LOCAL_NODE) ? [LOCAL_NODE] : []
  return { ...seen, undeclared, silent: silent.filter(({ node }) => isThere(node)) }
}

/** The silent nodes that a running serve has given up, and since when they are silent. Another apply gives each the whole grace. */
async function lostAmong({ store, purpose, inventory }: Core, silent: readonly EngineError[]) {
  const lost = silent.filter(({ node }) => purpose === 'serve' && isLost(store.get('Node', node)))
  const hosts = lost.length > 0 ? await inventory() : undefined
  return new Map(
    lost.map(({ node }) => {
      const host = hosts?.host(node)
      return [node, host ? silentSince(host) : 0]
    }),
  )
}

/** The stacks whose loops run: those of the plan, and where a serve runs those in which the plan's nodes move tasks (`moved`). */
function worked({ store, purpose }: Core, declared: Store, { stacks }: AcceptedPlan) {
  const moved = new Set(purpose === 'serve' ? movedByNodes(store, declared) : [])
  for (const stack of stacks) moved.delete(stack)
  return { moved, stacks: new Set([...stacks, ...moved]) }
}

/** The keys that the loops of the apply look at. */
function concernsIn({ stacks, services }: AcceptedPlan): NonNullable<PlanOptions['concerns']> {
  const isOfThese = concernOf([...stacks])
  return (key, kind, store) => (services ? concernOfServices(store, [...stacks], services)(key, kind) : isOfThese(key))
}

function enginesOf(nodes: PlanOptions['nodes']): Readonly<Record<string, string>> {
  return Object.fromEntries(nodes.flatMap(({ node, observed: { info } }) => (info ? [[node, info.id]] : [])))
}

/** The connected nodes and the declared ones. */
async function nodesOf(core: Core, declared: Store): Promise<readonly string[]> {
  return [...new Set([...(await core.engines()).keys(), ...declared.list('Node').keys()])]
}

/** The contents that there will be, and the events of the acceptance with the changes in these. */
async function contentsFor(
  core: Core,
  store: Store,
  {
    events,
    variables,
    declared,
    staged,
    stacks,
  }: AcceptedPlan & { readonly staged: PlanRequest['staged'] | undefined },
) {
  const read = await planContents({ core, store, variables, declared, staged })
  const hashes = hashesOf(read)
  const known = knownContents(core.store, [...hashes.keys()] as ResourceId[])
  const own = [...hashes].filter(([id]) => stacks.has(splitId(id).namespace ?? ''))
  const marks = read.key === undefined ? {} : { key: read.key, contents: Object.fromEntries(own) }
  return { ...read, events: withContentChanges(events, known, hashes), marks }
}

/** The result with the places in the manifests of what fails and what is not as declared. */
function placed<T extends PlanResult>(core: Core, result: T): T {
  const at = <T extends { readonly object: string; readonly message: string }>(each: T, id = each.object): T => ({
    ...each,
    message: `${each.message}${placeWords(core, id)}`,
  })
  const failures = result.failures.map((each) => at(each, each.service && `Service/${each.service}`))
  return { ...result, failures, unmet: result.unmet.map((each) => at(each)) }
}

interface Assumed extends Pick<PlanRequest, 'pull'> {
  readonly stacks: ReadonlySet<string>
  readonly assumed: string | undefined
  readonly silent: readonly EngineError[]
  /** The hosts whose tags are compared with the images that services run, unless the apply pulls the tags again. */
  readonly nodes: Parameters<typeof movedIn>[0]
  readonly planned: Pick<PlanRun, 'calls' | 'store'>
}

/** The assumptions, and what happens beside the plan, that no simulation tells. */
async function assumedBeside(core: Core, declared: Store, beside: Assumed): Promise<readonly string[]> {
  const { store } = core
  const { stacks, assumed, silent, nodes, pull, planned } = beside
  const { calls, store: ends } = planned
  const looked = pull ? [] : nodes
  const leaving = await turnedAwayWords(core, declared, stacks)
  const others = servicesOf(stacks, store).filter((service) => !isSameTemplate(service, declared))
  const moved = [
    ...movedIn(looked, servicesOf(stacks, ends), ends),
    ...changedIn(looked, others, { store, declared, calls }),
  ]
  return [...silent.map(silenceWords), ...leaving, ...moved, ...(assumed === undefined ? [] : [assumed])]
}

function servicesOf(stacks: ReadonlySet<string>, store: Store): readonly V1Service[] {
  return [...stacks].flatMap((stack) => [...store.by('Service', 'namespace', stack).values()])
}

interface Beside {
  /** The stacks whose tasks only move. */
  readonly moved: Parameters<typeof withoutUnmetOf>[0]
  readonly pulls: ForeseenPulls | undefined
  readonly underWay: readonly CallUnderWay[]
  readonly nodes: PlanOptions['nodes']
  /** What to warn of as to how the hosts were seen. */
  readonly warnings: readonly ProgressEvent[]
}

/** The result without the calls that are under way, with the pulls that come before the loops begin, with places, and with warnings. */
function nextOf(core: Core, planned: PlanResult, { moved, pulls, underWay, nodes, warnings: told }: Beside) {
  const next = withPulls(withoutUnderWay(planned, underWay, nodes), pulls)
  return { ...withoutUnmetOf(moved, placed(core, next)), warnings: told }
}

/** The result with the pulls that come before the loops begin. */
function withPulls<T extends PlanResult>(result: T, pulls: ForeseenPulls | undefined): T {
  if (!pulls) return result
  return {
    ...result,
    changes: pulls.changes + result.changes,
    calls: [...pulls.calls, ...result.calls],
    assumptions: [...pulls.assumptions, ...result.assumptions],
    failures: [...pulls.failures, ...result.failures],
  }
}

function ourselvesOf({ ourselves }: Core): Pick<PlanOptions, 'ourselves'> {
  const at = ourselves?.at()
  return at ? { ourselves: at } : {}
}

/**
 * The entries of storage with a serve's deliveries: it knows which contents it put on the hosts, and does not put them there again. A
 * process that begins now does not know.
 */
function withDeliveries({ store, purpose }: Core, kept: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  const entries = new Map(kept)
  if (purpose !== 'serve') return entries
  for (const kind of ['Secret', 'Config'] as const)
    for (const [key, { status }] of store.list(kind)) {
      const entry = entries.get(objectPath(kind, key)) as { readonly status?: object } | undefined
      if (entry && status?.nodes)
        entries.set(objectPath(kind, key), {
          ...entry,
          status: { ...entry.status, nodes: status.nodes },
        } as unknown as Json)
    }
  return entries
}
