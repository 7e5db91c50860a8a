import assert from 'node:assert/strict'
import type { Clock } from '../../clock/clock.ts'
import { sleep } from '../../clock/sleep.ts'
import type { Engine } from '../../engine/engine.ts'
import { type EngineErrorCode, isEngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ContainerBody, ContainerInspect } from '../../engine/types/container.ts'
import type { EngineEvent } from '../../engine/types/engine.ts'
import { programs } from './programs.ts'

/** An engine that is tested against the contract. */
export interface EngineUnderTest {
  readonly engine: Engine
  /** An image with the contract's programs, a PATH, and `sh` as its command. */
  readonly image: string
  /** The API version that the engine is expected to speak. */
  readonly apiVersion: string
  /** The clock by which time passes while the tests wait. */
  readonly clock: Clock
  /** A directory that exists on the engine's host. */
  readonly directory: string
  /** Cuts the power of its host and restores it; resolves once the engine answers again. */
  readonly reboot: () => Promise<void>
  /** Pauses a container beside the engine interface, as with `docker pause`. */
  readonly pause: (id: string) => Promise<void>
  readonly dispose: () => Promise<void>
}

/** What the contract's tests work with: an engine, its events, and ways to wait without sleeping. */
export interface Subject {
  readonly engine: Engine
  readonly under: EngineUnderTest
  readonly run: Run
  readonly events: readonly EngineEvent[]
  /** Returns a name that no other test uses. */
  name(stem: string): string
  /** Creates a container of the contract's image; returns its id. */
  create(name: string, body?: Partial<ContainerBody>): Promise<string>
  /** Creates and starts a container; returns its id. */
  launch(name: string, body?: Partial<ContainerBody>): Promise<string>
  /** Launches `programs.polite`, or another program that prints something, and waits until it is ready for signals. */
  launchReady(name: string, body?: Partial<ContainerBody>): Promise<string>
  /**
   * Waits until the container's program has printed something: a signal sent before may reach the process by which the engine starts the
   * program.
   */
  ready(id: string): Promise<void>
  inspect(id: string): Promise<ContainerInspect>
  /** Calls `look` until it returns something; fails after a deadline, and then says what it waited for. */
  until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T>
  /** Waits until the container has this state. */
  state(id: string, status: string): Promise<ContainerInspect>
  /** The actions of an object's events so far. */
  actionsOf(id: string): string[]
  dispose(): Promise<void>
}

const patience = 45_000
const label = 'contract.test'

export async function openSubject(under: EngineUnderTest): Promise<Subject> {
  const { engine, clock, image } = under
  const run: Run = { signal: new AbortController().signal, object: 'Task/contract/test', reason: 'contract' }
  const events: EngineEvent[] = []
  let made = 0
  let watches = false
  const cancel = engine.watch({
    onEvent: (event) => events.push(event),
    onReady: () => {
      watches = true
    },
    onBroken: () => {},
  })
  const until: Subject['until'] = async (what, look) => {
    const deadline = clock.now() + patience
    for (;;) {
      const seen = await look()
      if (seen !== undefined && seen !== false) return seen
      if (clock.now() > deadline) assert.fail(`waited ${patience / 1000} s for ${what}`)
      await sleep(clock, 20)
    }
  }
  const inspect = (id: string) => engine.inspectContainer({ id }, run)
  const create: Subject['create'] = async (name, body = {}) => {
    const labels = { [label]: 'true', ...body.Labels }
    const { id } = await engine.createContainer({ name, body: { Image: image, ...body, Labels: labels } }, run)
    return id
  }
  const launch: Subject['launch'] = async (name, body) => {
    const id = await create(name, body)
    await engine.startContainer({ id }, run)
    return id
  }
  const ready: Subject['ready'] = async (id) => {
    let said = false
    const onLine = () => {
      said = true
    }
    await until('the program to be ready', async () => {
      await engine.logs({ id, onLine }, run)
      return said
    })
  }
  await until('the event stream', () => watches)
  return {
    engine,
    under,
    run,
    events,
    name: (stem) => `${stem}-${++made}`,
    create,
    launch,
    async launchReady(name, body) {
      const id = await launch(name, { Cmd: [...programs.polite], ...body })
      await ready(id)
      return id
    },
    ready,
    inspect,
    until,
    state: (id, status) =>
      until(`container ${id.slice(0, 12)} to be ${status}`, async () => {
        const seen = await inspect(id)
        return seen.State.Status === status && seen
      }),
    actionsOf: (id) => events.filter((event) => event.id === id).map((event) => event.action),
    async dispose() {
      cancel()
      for (const { id } of await engine.listContainers({ labels: [label] }, run)) {
        await engine.removeContainer({ id, force: true, volumes: true }, run)
      }
      engine.close()
      await under.dispose()
    },
  }
}

/** Asserts that the call fails with this code and a matching message. */
export async function refuses(call: Promise<unknown>, code: EngineErrorCode, words: RegExp = /./): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(isEngineError(error), `not an engine's error: ${error}`)
    assert.equal(error.code, code, error.message)
    assert.match(error.detail, words)
    return true
  })
}

/** Whether the engine speaks this API version or a newer one. */
export function speaks(under: EngineUnderTest, minor: number): boolean {
  return Number(under.apiVersion.split('.')[1]) >= minor
}
