import { defaultSettings } from '../../api/v1/settings.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { undo } from '../../cli/local/undo/undo.ts'
import { withPulled } from '../../cli/local/images/resolved-images.ts'
import type { PulledImages } from '../../cli/local/images/pull-images.ts'
import { composeReader } from '../../compose/compose-reader.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { all, aCore } from '../cli/local/local-core.ts'
import type { TestWorld } from './world.ts'

const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]

/** Rolls `shop/web` back and lets the world settle; returns the progress events of the undo. */
export async function undoIn(world: TestWorld, toRevision?: number): Promise<readonly ProgressEvent[]> {
  const { store } = world.life().ports
  const engines = new Map([...world.world.hosts].map(([node, host]) => [node, host.engine()]))
  const core = { ...aCore('/nowhere'), store, clock: world.world.clock, engines: async () => engines }
  const { signal } = new AbortController()
  const request = { refs, wait: false, signal, ...(toRevision === undefined ? {} : { toRevision }) }
  const said = all(undo(core, request)).catch((error: unknown) => error as Error)
  await world.settle()
  const ended = await said
  if (ended instanceof Error) throw ended
  await world.settle()
  return ended
}

/** Applies a Compose file whose service `web` has these lines, and lets the world settle; returns what the apply changed. */
export async function applyIn(
  world: TestWorld,
  lines: readonly string[],
  pulled?: PulledImages,
): Promise<readonly string[]> {
  const text = ['name: shop', 'services:', '  web:', ...lines.map((line) => `    ${line}`), ''].join('\n')
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const read = [readText({ file: '/shop/compose.yaml', text }, context, [composeReader])]
  const { store } = world.life().ports
  const files = pulled ? withPulled(read, pulled, { store, byTime: false }) : read
  const { errors, changed } = acceptApply({ store, settings: defaultSettings, now: world.world.clock.now(), files })
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '))
  await world.settle()
  return changed
}

/** The revisions of `shop/web` as `number image`, followed by `current` or `failed` where that applies; oldest first. */
export function historyIn(world: TestWorld): readonly string[] {
  const status = world.serviceNamed('web')?.status
  return [...world.life().ports.store.list('Revision').values()]
    .sort((a, b) => a.spec.number - b.spec.number)
    .map(({ spec }) => {
      const state = [
        ...(spec.hash === status?.currentRevision ? ['current'] : []),
        ...(spec.hash === status?.stalledHash ? ['failed'] : []),
      ]
      return [spec.number, spec.template.image, ...state].join(' ')
    })
}
