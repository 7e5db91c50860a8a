import type { ProcessBehaviour, RegistryImage } from '../../../engine/simulated/behaviour.ts'
import { generatedImages } from '../../support/generate.ts'
import type { EngineHand } from '../../support/hand.ts'

/** Makes the images of generated services on an engine: busybox does what they do in a simulation. */
export async function makeGeneratedImages(hand: EngineHand): Promise<void> {
  const { Id } = (await hand.call('POST', '/containers/create', { Image: 'busybox:1.36' })) as { Id: string }
  for (const [name, image] of Object.entries(generatedImages)) {
    const [repo, tag] = name.split(':')
    await hand.call('POST', `/commit?container=${Id}&repo=${repo}&tag=${tag}`, configOf(name, image))
  }
  await hand.call('DELETE', `/containers/${Id}`)
}

function configOf(name: string, { config, behaviour = {} }: RegistryImage): object {
  const { Env, ExposedPorts } = config ?? {}
  const Cmd = ['sh', '-c', lineOf(behaviour)]
  return { Cmd, Labels: { name }, ...(Env ? { Env } : {}), ...(ExposedPorts ? { ExposedPorts } : {}) }
}

function lineOf({ exitsAfterMs, exitCode = 0, ignoresTerm = false }: ProcessBehaviour): string {
  if (exitsAfterMs !== undefined) return `sleep ${exitsAfterMs / 1000}; exit ${exitCode}`
  return `trap "${ignoresTerm ? '' : 'exit 0'}" TERM; while :; do sleep 100000 & wait; done`
}
