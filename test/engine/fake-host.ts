import type { VirtualClock } from '../../clock/clock.ts'
import { sleep } from '../../clock/sleep.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { seededRandom } from '../../clock/random.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, type EngineErrorCode } from '../../engine/errors.ts'
import { createInventory } from '../../engine/informer/create-inventory.ts'
import { startInformer } from '../../engine/informer/informer.ts'
import type { Run } from '../../engine/run.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import type { EngineEvent, EngineInfo } from '../../engine/types/engine.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'

type WatchOptions = Parameters<Engine['watch']>[0]

/** The start of virtual time: later than every time in the containers. */
export const start = Date.UTC(2026, 0, 1)

/** Fakes as much of an engine as an informer sees. Tests change it by hand, in virtual time. */
export function createFakeHost(failing?: EngineErrorCode) {
  const clock = virtualClock({ start })
  const inventory = createInventory({ installation: 'default' })
  const host = {
    clock,
    inventory,
    containers: new Map<string, ContainerInspect>(),
    networks: new Map<string, NetworkInspect>(),
    volumes: new Map<string, VolumeInspect>(),
    /** The warnings in its list of volumes. */
    volumeWarnings: [] as readonly string[],
    images: new Map<string, ImageInspect>(),
    calls: [] as string[],
    /** How far its clock is ahead, ms. */
    aheadMs: 0,
    /** The engine's id. */
    id: 'e1',
    /** From when on the last watch asked for events, ms since 1970. */
    since: undefined as number | undefined,
    /** How long an answer takes to arrive after it was made, ms. */
    travel: 2,
    /** How long a watch takes until its events flow, ms. */
    opening: 1,
    /** The error of every call; undefined: none fails. */
    failing,
    /** Containers and images that the engine itself can't read. */
    sick: new Set<string>(),
    /** Containers and images whose inspect never answers, as while an engine waits for a volume to start them. */
    hung: new Set<string>(),
    /** Containers whose inspect a proxy before the engine refuses. */
    refused: new Set<string>(),
    streams: new Set<WatchOptions>(),
    /** The past events that it returns, and the end times for which it was asked. */
    past: [] as EngineEvent[],
    pastAsked: [] as number[],
    /** The error of asking for past events; undefined: it works. */
    pastFailing: undefined as EngineErrorCode | undefined,
    /** Events that were sent and have not arrived, in order. */
    sent: [] as EngineEvent[],
    changes: [] as string[],
    informer: undefined as unknown as ReturnType<typeof startInformer>,
    run: (ms: number) => runFor(clock, ms),
    emit(event: Partial<EngineEvent> & Pick<EngineEvent, 'action' | 'id'>) {
      const full: EngineEvent = { type: 'container', attributes: ownLabels, time: clock.now(), ...event }
      host.sent.push(full)
      clock.after(1, () => {
        const next = host.sent.shift()
        if (next) for (const stream of host.streams) stream.onEvent(next)
      })
    },
    breakStreams(error = new Error('the stream broke')) {
      for (const stream of host.streams) clock.after(1, () => stream.onBroken(error))
      host.streams.clear()
    },
  }
  inventory.watch().subscribe(({ type, id }) => host.changes.push(`${type} ${id}`))
  host.informer = startInformer({
    engine: fakeEngine(host),
    clock,
    random: seededRandom(1),
    settings: { relistMs: 300_000, heartbeatMs: 15_000, nodeGraceMs: 40_000 },
    installation: 'default',
    ownerOf: () => undefined,
    isAlone: true,
    inventory,
  })
  return host
}

export type FakeHost = ReturnType<typeof createFakeHost>

const ownLabels = { 'reconcile.dev/installation': 'default' }

/** A container of the installation, of task `tID`. */
export function containerOf(id: string, state: Partial<ContainerInspect['State']> = {}, more = {}): ContainerInspect {
  return {
    Id: id,
    Name: `/name-${id}`,
    Image: 'sha256:1',
    State: { Status: 'running', Running: true, StartedAt: iso(-1000), ExitCode: 0, ...state },
    Config: { Image: 'i', Labels: { ...ownLabels, 'reconcile.dev/task': `t${id}` } },
    HostConfig: {},
    NetworkSettings: { Networks: {} },
    ...more,
  }
}

/** A time as engines write it, so many ms after the start. */
export function iso(ms: number): string {
  return new Date(start + ms).toISOString()
}

async function runFor(clock: VirtualClock, ms: number): Promise<void> {
  const cancel = clock.after(ms, () => {})
  await clock.runUntilQuiet({ until: clock.now() + ms, steps: 100_000 })
  cancel()
}

function isLabelled({ Config }: ContainerInspect, asked: string): boolean {
  const [label = '', value] = asked.split('=')
  const found = Config.Labels?.[label]
  return found !== undefined && (value === undefined || found === value)
}

function summary({ Id, Name, State, Config }: ContainerInspect) {
  return { id: Id, name: Name.slice(1), state: State.Status, labels: Config.Labels ?? {} }
}

async function never({ calls, clock }: FakeHost, id: string, run: Run): Promise<never> {
  calls.push(`inspect ${id}`)
  await sleep(clock, 10_000, run.signal)
  throw new EngineError('Timeout', { node: 'h1', tried: `inspect ${id}`, detail: 'no answer within 10 s' })
}

function refusal(): EngineError {
  const why = { keepsOut: true, obstacle: 'CallRefused' } as const
  return new EngineError('Unavailable', { node: 'h1', tried: 'inspect', detail: 'a proxy refuses it', ...why })
}

function fakeEngine(host: FakeHost): Engine {
  const call = async <T>(name: string, run: Run, answer: () => T): Promise<T> => {
    host.calls.push(name)
    await Promise.resolve() // a request travels, too
    const { failing } = host
    const made = failing ? undefined : answer()
    await sleep(host.clock, host.travel, run.signal)
    if (failing || made === undefined)
      throw new EngineError(failing ?? 'NotFound', { node: 'h1', tried: name, detail: failing ? 'it fails' : 'none' })
    return made
  }
  const engine = {
    node: 'h1',
    info: (_args: unknown, run: Run) =>
      call('info', run, () => ({ id: host.id, time: host.clock.now() + host.aheadMs }) as EngineInfo),
    listContainers: ({ labels: [label = ''] = [], ids }: Parameters<Engine['listContainers']>[0], run: Run) =>
      call(ids ? `look at ${ids}` : label.startsWith('com.docker.compose') ? 'list of compose' : 'list', run, () =>
        [...host.containers.values()].filter((each) => ids?.includes(each.Id) ?? isLabelled(each, label)).map(summary),
      ),
    inspectContainer: async ({ id }: { id: string }, run: Run) => {
      if (host.hung.has(id)) await never(host, id, run)
      return await call(`inspect ${id}`, run, () => {
        if (host.sick.has(id)) throw new EngineError('Internal', { node: 'h1', tried: 'inspect', detail: 'corrupt' })
        if (host.refused.has(id)) throw refusal()
        return host.containers.get(id)
      })
    },
    async pastEnds({ until }: { until: number }, run: Run) {
      host.pastAsked.push(until)
      await sleep(host.clock, host.travel, run.signal)
      if (host.pastFailing) throw new EngineError(host.pastFailing, { node: 'h1', tried: 'ask', detail: 'it fails' })
      return host.past.filter(({ time }) => time <= until)
    },
    listNetworks: (_args: unknown, run: Run) => call('networks', run, () => [...host.networks.values()]),
    inspectNetwork: ({ id }: { id: string }, run: Run) => call(`network ${id}`, run, () => host.networks.get(id)),
    listVolumes: (_args: unknown, run: Run) =>
      call('volumes', run, () => ({ volumes: [...host.volumes.values()], warnings: host.volumeWarnings })),
    inspectVolume: ({ name }: { name: string }, run: Run) => call(`volume ${name}`, run, () => host.volumes.get(name)),
    inspectImage: async ({ name }: { name: string }, run: Run) => {
      if (host.hung.has(name)) await never(host, name, run)
      return await call(`image ${name}`, run, () => {
        if (host.sick.has(name)) throw new EngineError('Unavailable', { node: 'h1', tried: 'inspect', detail: 'busy' })
        return host.images.get(name)
      })
    },
    watch(options: WatchOptions) {
      host.calls.push('watch')
      host.since = options.since
      if (host.failing) host.clock.after(1, () => options.onBroken(new Error('refused')))
      else host.clock.after(host.opening, () => host.streams.add(options) && options.onReady())
      return () => void host.streams.delete(options)
    },
    close() {},
  }
  return engine as unknown as Engine
}
