import { Gauge, type Registry } from 'prom-client'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { type Kind, kindNames } from '../../api/v1/kinds.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { History } from '../../store/objects/history.ts'
import type { Store } from '../../store/objects/store.ts'
import { openHolds } from '../../store/source/facts/hold-facts.ts'
import { allPending } from '../../store/source/facts/pending-facts.ts'
import { allProblems } from '../../store/source/facts/problem-facts.ts'

/** What the gauges are computed from at each scrape. */
export interface Standing {
  readonly store: Store
  readonly history: History
  readonly inventory: Inventory
}

/** The values of a gauge, each with its label values in order. */
type Counts = Iterable<readonly [labels: readonly string[], count: number]>

/** Gauges of nodes, tasks, services, files and watches. `standing` is undefined until the loops run. */
export function stateMetrics(registry: Registry, standing: () => Standing | undefined): void {
  const gauge = (name: string, help: string, how: { labels?: readonly string[]; of: (now: Standing) => Counts }) =>
    new Gauge({
      ...{ name, help, labelNames: how.labels ?? [], registers: [registry] },
      collect() {
        const now = standing()
        this.reset()
        for (const [values, count] of now ? how.of(now) : []) this.labels(...values).set(count)
      },
    })
  nodes(gauge)
  disks(gauge)
  gauge('reconcile_tasks', 'Tasks by stack and phase.', { labels: ['stack', 'phase'], of: taskPhases })
  gauge('reconcile_services', 'Services by stack, condition, and the status of that condition.', {
    ...{ labels: ['stack', 'condition', 'status'], of: serviceConditions },
  })
  gauge('reconcile_service_rollouts', 'Services by stack and where their rollout stands.', {
    ...{ labels: ['stack', 'state'], of: rolloutStates },
  })
  gauge('reconcile_objects', 'Objects in the state, by kind.', {
    labels: ['kind'],
    of: ({ store }) => kindNames.map((kind) => [[kind], store.list(kind).size]),
  })
  files(gauge)
  watches(gauge)
}

type MakeGauge = (
  name: string,
  help: string,
  how: { labels?: readonly string[]; of: (now: Standing) => Counts },
) => void

function nodes(gauge: MakeGauge): void {
  gauge('reconcile_node_up', 'Whether the engine of a node answers: 1, or 0.', {
    labels: ['node'],
    of: ({ inventory }) =>
      inventory.hosts().map(({ node, unreachable, synced }) => [[node], synced && unreachable === undefined ? 1 : 0]),
  })
  gauge('reconcile_node_last_answer_timestamp_seconds', 'When the engine of a node last answered; 0 for never.', {
    labels: ['node'],
    of: ({ inventory }) => inventory.hosts().map(({ node, lastAnswer }) => [[node], lastAnswer / 1000]),
  })
}

function disks(gauge: MakeGauge): void {
  const disksOf = ({ inventory }: Standing) =>
    inventory.hosts().flatMap(({ node, info }) => (info?.disk ? [{ node, ...info.disk }] : []))
  gauge('reconcile_node_disk_free_bytes', 'Bytes that are free where the engine of a node keeps its images.', {
    labels: ['node'],
    of: (now) => disksOf(now).map(({ node, freeBytes }) => [[node], freeBytes]),
  })
  gauge('reconcile_node_disk_size_bytes', 'Bytes of the file system where the engine of a node keeps its images.', {
    labels: ['node'],
    of: (now) => disksOf(now).map(({ node, sizeBytes }) => [[node], sizeBytes]),
  })
  gauge(
    'reconcile_node_disk_pressure',
    'Whether pulls and builds wait as the disk of a node is almost full: 1, or 0.',
    {
      labels: ['node'],
      of: ({ store }) => [...store.list('Node').values()].flatMap(pressureOf),
    },
  )
}

function pressureOf({ metadata, status }: V1Node): [[string], number][] {
  const condition = getCondition(status?.conditions, conditionTypes.diskPressure)
  return condition ? [[[metadata.name], condition.status === 'True' ? 1 : 0]] : []
}

function files(gauge: MakeGauge): void {
  gauge('reconcile_approvals_waiting', 'Changes in watched files that wait for `reconcile approve`.', {
    of: ({ store }) => [[[], openHolds(store).length]],
  })
  gauge('reconcile_deletions_pending', 'Deletions that watched files ask for and whose wait still runs.', {
    of: ({ store }) => [[[], allPending(store).flatMap(({ resources }) => resources).length]],
  })
  gauge('reconcile_source_problems', 'Watched files and directories that can not be used; what was accepted stays.', {
    of: ({ store }) => [[[], allProblems(store).length]],
  })
  gauge(
    'reconcile_storage_refusing',
    'Whether the state refuses writes for now, as on a full disk, or a value that is too large: 1, or 0.',
    {
      of: ({ store }) => [[[], store.refusal || store.tooLarge.size > 0 ? 1 : 0]],
    },
  )
}

function watches(gauge: MakeGauge): void {
  gauge('reconcile_watch_streams', 'Watches that clients of the API have open, by kind.', {
    labels: ['kind'],
    of: ({ history }) => perKind(history, (counts) => counts.length),
  })
  gauge('reconcile_watch_lag_events', 'Events that wait for the watch of a kind that is furthest behind.', {
    labels: ['kind'],
    of: ({ history }) => perKind(history, (counts) => counts.reduce((most, count) => Math.max(most, count), 0)),
  })
}

function perKind(history: History, valueOf: (waiting: readonly number[]) => number): Counts {
  const waiting = new Map<Kind, number[]>(kindNames.map((kind) => [kind, []]))
  for (const watch of history.watches()) waiting.get(watch.kind)?.push(watch.waiting())
  return [...waiting].map(([kind, counts]) => [[kind], valueOf(counts)])
}

function* taskPhases({ store }: Standing): Counts {
  const counts = new Tally()
  for (const { metadata, status } of store.list('Task').values())
    counts.add([metadata.namespace ?? '', status?.phase ?? 'Pending'])
  yield* counts
}

function* serviceConditions({ store }: Standing): Counts {
  const counts = new Tally()
  for (const { metadata, status } of store.list('Service').values())
    for (const condition of status?.conditions ?? [])
      counts.add([metadata.namespace ?? '', condition.type, condition.status])
  yield* counts
}

function* rolloutStates({ store }: Standing): Counts {
  const counts = new Tally()
  for (const { metadata, status } of store.list('Service').values())
    counts.add([metadata.namespace ?? '', status?.rollout?.state ?? 'None'])
  yield* counts
}

/** Counts by several label values. */
class Tally implements Iterable<readonly [readonly string[], number]> {
  readonly #counts = new Map<string, [readonly string[], number]>()

  add(words: readonly string[]): void {
    const key = words.join('\n')
    const counted = this.#counts.get(key)
    if (counted) counted[1]++
    else this.#counts.set(key, [words, 1])
  }

  [Symbol.iterator](): Iterator<readonly [readonly string[], number]> {
    return this.#counts.values()
  }
}
