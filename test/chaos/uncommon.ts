import type { V1Service } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { between, pick } from '../support/draw.ts'
import { generatedImages } from '../support/generate.ts'
import { servicesOf } from '../support/generate-change.ts'
import { uncommonChange } from '../support/generate-uncommon.ts'
import { during, isValid, on, type Happening } from './events.ts'
import type { Chaos } from './run.ts'

/** Uncommon events: uncommon changes of declarations, and further actions by hand on a host. */
export const uncommon: readonly Happening[] = [
  { name: 'uncommon change', weight: 8, act: change },
  { name: 'unpause', weight: 0.5, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.unpause(name)) },
  { name: 'restart by hand', weight: 1, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.restart(name)) },
  { name: 'start by hand', weight: 1, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.start(name)) },
  { name: 'remove an image', weight: 1, act: removeImage },
  { name: 'move a tag', weight: 0.7, act: moveTag },
  { name: 'connect by hand', weight: 0.7, act: connect },
  { name: 'stop a service', weight: 1, act: stop },
  { name: 'lose contents', weight: 0.7, act: loseContents },
]

function change(chaos: Chaos): string {
  const next = uncommonChange(chaos.random, chaos.declared, settles)
  if (!isValid(next.declared)) return 'it would share with what is not there'
  chaos.declare(next.declared)
  return next.words
}

/** Whether a changed object is sure to reach its declared state once all faults have ended, whatever happened before. */
function settles(object: ObjectOf): boolean {
  if (object.kind === 'Volume') return false
  if (object.kind === 'Network')
    return Object.keys(object.spec).every((field) => ['external', 'labels'].includes(field))
  if (object.kind !== 'Service') return true
  const { placement, template } = (object as V1Service).spec
  const { restartPolicy, pullPolicy, hooks } = template
  if (placement?.maxReplicasPerNode || placement?.constraints) return false
  const mayGiveUp = restartPolicy?.maxAttempts !== undefined || restartPolicy?.condition === 'Never'
  return !mayGiveUp && pullPolicy !== 'Never' && hooks === undefined
}

function removeImage(chaos: Chaos): string {
  const names = Object.keys(generatedImages)
  const name = pick(chaos.random, names)
  chaos.site.host.byHand.removeImage(name)
  return name
}

/** Somebody pulls a tag that has moved to another image. */
function moveTag(chaos: Chaos): string {
  const name = pick(chaos.random, ['app:1', 'app:2', 'db:2'])
  const image = generatedImages[name]
  const version = between(chaos.random, 1, 3)
  chaos.site.host.byHand.addImage(name, {
    ...image,
    config: { ...image?.config, Labels: { version: String(version) } },
  })
  return `${name} ${version}`
}

/** Somebody connects one of our containers to any network. */
function connect(chaos: Chaos): string {
  const { host } = chaos.site
  const names = [...host.state.networks.values()].filter(({ predefined }) => !predefined).map(({ name }) => name)
  if (names.length === 0) return 'nothing there'
  const network = pick(chaos.random, names.sort())
  return `${network} ${on(chaos, (name) => host.byHand.connect(network, name))}`
}

/** Somebody stops a service with the product's verb, and starts it again after a while. */
function stop(chaos: Chaos): string {
  const services = servicesOf(chaos.declared)
  if (services.length === 0 || chaos.life.isDead()) return 'nothing there'
  const key = keyOf(pick(chaos.random, services))
  const start = (): void => {
    if (chaos.life.isDead()) return void chaos.world.clock.after(1_000, start)
    startService(chaos.installation.ports.store, key)
  }
  const now = chaos.world.clock.now()
  return `${key} ${during(chaos, () => stopService(chaos.installation.ports.store, key, { now }), start)}`
}

/** The file of a Secret or Config is missing for a while. */
function loseContents(chaos: Chaos): string {
  const keys = [...chaos.declared.contents.keys()].sort()
  if (keys.length === 0) return 'nothing there'
  const key = pick(chaos.random, keys)
  return `${key} ${during(
    chaos,
    () => void chaos.lost.add(key),
    () => void chaos.lost.delete(key),
  )}`
}
