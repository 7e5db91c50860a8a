import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { RUNS, type TestWorld } from './world.ts'

/** One of several builds that are published under the same tag. */
export function aBuild(digit: string): RegistryImage {
  return { config: { ...RUNS.config, Labels: { build: digit } }, digest: `sha256:${digit.repeat(64)}` }
}

/** The build of the running container. */
export function buildRunning(world: TestWorld): string | undefined {
  const image = world.host.containers().find(({ State }) => State.Status === 'running')?.Image
  return [...world.host.state.images.values()].find(({ id }) => id === image)?.config.Labels?.['build']
}

/** Pulls `app:1`, and returns the image that it is on the node then. */
export async function pulledApp(world: TestWorld): Promise<ImageInspect> {
  const engine = world.host.engine()
  const run = { signal: new AbortController().signal, object: '', reason: '' }
  const image = engine.pullImage({ image: 'app:1' }, run).then(() => engine.inspectImage({ name: 'app:1' }, run))
  await world.settle(30_000)
  return await image
}
