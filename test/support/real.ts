import type { V1ServiceSpec, V1Task } from '../../api/v1/generated/types.ts'
import { API_VERSION, kindNames } from '../../api/v1/kinds.ts'
import { defaultSettings, type Settings } from '../../api/v1/settings.ts'
import { realRandom } from '../../clock/random.ts'
import { realClock } from '../../clock/real.ts'
import { watchHosts } from '../../controllers/hosts.ts'
import { startInstallation, type Installation } from '../../controllers/installation.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { hostsTold } from '../../cli/local/waiting/hosts-told.ts'
import { createStore } from '../../store/objects/create-store.ts'
import { memoryStorage } from '../../store/storage/memory.ts'

/** The controllers of one installation against a real engine, with storage in memory. */
export interface RealInstallation extends Installation {
  /** Declares the service `shop/NAME`. */
  service(name: string, spec: Partial<V1ServiceSpec>): void
  tasks(): readonly V1Task[]
  /** Resolves when `reached` returns true; it is called after every change. Rejects after `ms` (20 s) with the statuses of the tasks. */
  until(what: string, reached: () => boolean, ms?: number): Promise<void>
}

/** Starts the real controllers for the engine at a unix socket. */
export async function startReal(socket: string, settings: Partial<Settings> = {}): Promise<RealInstallation> {
  const all = { ...defaultSettings, ...settings }
  const engine = await connectDocker({ node: 'local', host: `unix://${socket}`, clock: realClock, settings: all })
  const storage = memoryStorage({ clock: realClock, random: realRandom })
  const store = createStore({ clock: realClock, random: realRandom, storage, state: new Map() })
  const common = { installation: 'default', clock: realClock, random: realRandom, settings: all }
  const hosts = watchHosts({ ...common, store, engines: [engine] })
  const installation = startInstallation({ ...common, hosts, store, contents: fixedContents(new Map(), realClock) })
  await hostsTold(installation.inventory)
  const tasks = () => [...store.list('Task').values()]
  return {
    ...installation,
    tasks,
    service(name, spec) {
      const key = `shop/${name}`
      const whole = { template: { image: 'busybox:1.36', args: ['sleep', '1000'], stopGracePeriodSeconds: 0 }, ...spec }
      if (store.get('Service', key)) store.update('Service', key, (draft) => void (draft.spec = whole))
      else
        store.create('Service', {
          apiVersion: API_VERSION,
          kind: 'Service',
          metadata: { name, namespace: 'shop' },
          spec: whole,
        })
    },
    until: (what, reached, ms = 45_000) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!reached()) return
          cancel()
          watches.forEach((watch) => watch.unsubscribe())
          resolve()
        }
        const cancel = realClock.after(ms, () => {
          watches.forEach((watch) => watch.unsubscribe())
          const words = tasks().map(
            (task) => `${task.metadata.name}: ${task.status?.phase} ${task.status?.reason}, ${task.status?.message}`,
          )
          reject(new Error(`wait until ${what}: not within ${ms} ms; ${words.join('; ')}`))
        })
        const watches = [
          ...kindNames.map((kind) => store.watch(kind).subscribe(check)),
          installation.inventory.watch().subscribe(check),
        ]
        check()
      }),
  }
}
