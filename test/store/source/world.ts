import type { Settings } from '../../../api/v1/settings.ts'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { seededRandom } from '../../../clock/random.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Store } from '../../../store/objects/store.ts'
import { createMemoryFiles } from '../../../store/source/disk/memory-files.ts'
import type { Source, SourceOptions } from '../../../store/source/source.ts'
import { startSource } from '../../../store/source/source.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'

/** A manifest of a service. */
export function service(name: string, fields: { namespace?: string; replicas?: number; image?: string } = {}): string {
  const { namespace = 'shop', replicas = 1, image = 'busybox:1' } = fields
  return [
    'apiVersion: reconcile.dev/v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    'spec:',
    `  replicas: ${replicas}`,
    '  template:',
    `    image: ${image}`,
    '',
  ].join('\n')
}

/** A watched tree in virtual time. */
export function createWorld(
  options: { readonly settings?: Partial<Settings>; readonly variables?: Record<string, string> } = {},
) {
  const clock = virtualClock({ seed: 3, start: 1_700_000_000_000 })
  const files = createMemoryFiles(clock)
  const store = newStore()
  const lines: string[] = []
  const variables = options.variables ?? {}
  const settings = { ...defaultSettings, ...options.settings }
  function newStore(): Store {
    const random = seededRandom(5)
    return createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
  }
  const start = (roots: readonly string[] = ['/srv'], more: Partial<SourceOptions> = {}): Source =>
    startSource({
      roots,
      store,
      clock,
      files,
      settings,
      readers: [composeReader],
      variable: (name) => variables[name],
      treeEqualsHead: () => Promise.resolve(true),
      hostsReady: Promise.resolve(),
      log: (line) => lines.push(line),
      ...more,
    })
  /** Lets time pass, in milliseconds. */
  const pass = async (ms: number) => {
    const end = clock.now() + ms
    // Periodic items alone do not carry the clock, and it is them that are waited for here.
    clock.after(ms, () => {})
    await clock.runUntilQuiet({ until: end, steps: 5_000_000 })
  }
  return {
    clock,
    files,
    store,
    lines,
    variables,
    settings,
    start,
    pass,
    services: () => [...store.list('Service').keys()].sort(),
    replicas: (key: string) => store.get('Service', key)?.spec.replicas,
    image: (key: string) => store.get('Service', key)?.spec.template.image,
    holds: () => [...store.facts('hold').keys()],
  }
}
