import { realClock } from '../../../clock/real.ts'
import { type ConnectOptions, connectDocker } from '../../../engine/docker/connect.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Run } from '../../../engine/run.ts'
import type { EngineEvent } from '../../../engine/types/engine.ts'
import { loadImages } from '../../support/images.ts'
import { type Lab, type LabHost, type LabRelease, startLab } from '../../support/lab.ts'

export const anyRun: Run = { signal: new AbortController().signal, object: 'Task/shop/web-1', reason: 'test' }

/** A lab of one real engine with busybox, and our connection to it. */
export interface LabEngine {
  readonly lab: Lab
  readonly host: LabHost
  readonly engine: Engine
  end(): Promise<void>
}

export async function startLabEngine(release: LabRelease, more: Partial<ConnectOptions> = {}): Promise<LabEngine> {
  const lab = await startLab({ release })
  const [host] = lab.hosts
  await loadImages(host.socket, ['busybox:1.36'])
  const engine = await connectDocker({
    node: 'local',
    host: `unix://${host.socket}`,
    clock: realClock,
    settings: { callsPerEngine: 6 },
    ...more,
  })
  return {
    lab,
    host,
    engine,
    async end() {
      engine.close()
      await lab.down()
    },
  }
}

/** A container's name and shell line, and further fields of its create body. */
interface ShellContainer {
  readonly name: string
  readonly line: string
  readonly [field: string]: unknown
}

/** Starts a container of busybox that runs a shell line; answers its id. */
export async function runShell(engine: Engine, { name, line, ...more }: ShellContainer): Promise<string> {
  const body = { Image: 'busybox:1.36', Cmd: ['sh', '-c', line], ...more }
  const { id } = await engine.createContainer({ name, body }, anyRun)
  await engine.startContainer({ id }, anyRun)
  return id
}

/** Watches until stopped, collecting `type action` of each event. */
export async function collectEvents(engine: Engine) {
  const events: EngineEvent[] = []
  const broken: Error[] = []
  let cancel = () => {}
  await new Promise<void>((resolve) => {
    cancel = engine.watch({ onEvent: (e) => events.push(e), onReady: resolve, onBroken: (e) => broken.push(e) })
  })
  return { events, broken, cancel, told: () => events.map(({ type, action }) => `${type} ${action}`) }
}
