import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { exits, type InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { restart } from '../../cli/local/restart.ts'
import { composeReader } from '../../compose/compose-reader.ts'
import { stopService } from '../../controllers/holds/stop.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { acceptSaved } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { all, aCore } from '../cli/local/local-core.ts'
import { aBuild } from '../support/tagged-builds.ts'
import { undoIn } from '../support/undo-in-world.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const web: ObjectRef = { kind: 'Service', namespace: 'shop', name: 'web' }
const shop: ObjectRef = { kind: 'Stack', name: 'shop' }
const WEB = '  web: { image: "app:1" }\n'

const ending = (digit: string, exitCode = 0): RegistryImage => ({
  ...aBuild(digit),
  behaviour: { exitsAfterMs: 10, exitCode },
})

/** A world whose registry's tags can be moved. */
type Tagged = TestWorld & { readonly registry: Record<string, RegistryImage> }

/** Has these services read from a watched directory, and lets the world settle. */
async function saved(world: TestWorld, services: string): Promise<void> {
  const text = `name: shop\nservices:\n${services}`
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const files = [readText({ file: '/srv/compose.yaml', text }, context, [composeReader])]
  const { store } = world.life().ports
  const input = { store, settings: defaultSettings, now: world.world.clock.now(), files }
  deepEqual(acceptSaved(input, '/srv').errors, [])
  await world.settle()
}

async function watched(services = WEB): Promise<Tagged> {
  const registry: Record<string, RegistryImage> = { 'app:1': aBuild('a'), 'job:1': ending('e') }
  const world = { ...aWorld({ images: {}, registry }), registry }
  await saved(world, services)
  world.newCalls()
  return world
}

/** Restarts with `--pull`, and lets the world settle; returns what is said of services, and warnings. */
async function restarted(world: TestWorld, ...refs: readonly ObjectRef[]): Promise<readonly string[]> {
  const { store } = world.life().ports
  const engines = new Map([...world.world.hosts].map(([node, host]) => [node, host.engine()]))
  const core = { ...aCore('/nowhere'), store, clock: world.world.clock, engines: async () => engines }
  const { signal } = new AbortController()
  let isOver = false
  const asked = all(restart(core, { refs, pull: true, wait: false, signal }))
  const events = asked.catch((error: unknown) => error as Error).finally(() => void (isOver = true))
  // It also reads files, which takes no virtual time.
  while (!isOver) await world.pass(1_000)
  const ended = await events
  if (ended instanceof Error) throw ended
  await world.settle()
  return ended.flatMap(wordsOf)
}

function wordsOf(event: ProgressEvent): readonly string[] {
  if (event.type === 'resource') return [[event.object, event.change, ...(event.details ?? [])].join(' ')]
  return event.type === 'outcome' && event.exit !== exits.converged ? [event.message] : []
}

/** The builds that the containers of services run, by container. */
function builds({ host }: TestWorld): Readonly<Record<string, string | undefined>> {
  const images = [...host.state.images.values()]
  return Object.fromEntries(
    host
      .containers()
      .map(({ Name, Image }) => [
        Name.slice('/shop-'.length),
        images.find(({ id }) => id === Image)?.config.Labels?.['build'],
      ]),
  )
}

const short = (digit: string) => `sha256:${digit.repeat(12)}`

describe('a restart with --pull of what a watched directory declares', () => {
  it('rolls out what the tag means now, which the next reading, a start of the controllers and a change keep', async () => {
    const world = await watched()
    world.registry['app:1'] = aBuild('b')
    deepEqual(await restarted(world, web), [`Service/shop/web restarted image app:1 ${short('a')} → ${short('b')}`])
    deepEqual(builds(world), { 'web-1': 'b' })
    world.newCalls()
    await saved(world, `${WEB}  db: { image: "job:1" }\n`)
    await world.restart()
    await world.settle()
    deepEqual(
      world.newCalls().filter((call) => call.includes('web')),
      [],
    )
    await saved(world, '  web: { image: "app:1", environment: { A: "1" } }\n')
    deepEqual(builds(world)['web-1'], 'b')
  })

  it('is undone to what the tag meant before, and rolled out once more by another one', async () => {
    const world = await watched()
    world.registry['app:1'] = aBuild('b')
    await restarted(world, web)
    await undoIn(world)
    deepEqual(builds(world), { 'web-1': 'a' })
    await saved(world, WEB)
    deepEqual(builds(world), { 'web-1': 'a' })
    await restarted(world, web)
    deepEqual(builds(world), { 'web-1': 'b' })
  })

  it('makes new tasks of the same image where that is no other one', async () => {
    const world = await watched()
    const before = world.tasks().map(({ metadata }) => metadata.name)
    deepEqual(await restarted(world, web), ['Service/shop/web restarted'])
    equal(
      world.tasks().some(({ metadata }) => before.includes(metadata.name)),
      false,
    )
    equal(world.life().ports.store.list('Revision').size, 1)
  })

  it('is refused where nobody knows what the tag means now, and does nothing', async () => {
    const world = await watched(`${WEB}  db: { image: "job:1" }\n`)
    world.registry['job:1'] = ending('f')
    delete world.registry['app:1']
    world.newCalls()
    for (const refs of [[web], [shop]])
      await rejects(restarted(world, ...refs), ({ message, exit }: InstallationError) => {
        match(message, /^nothing is restarted, as not all was pulled: app:1$/)
        return exit === exits.failed
      })
    deepEqual(
      world.newCalls().filter((call) => call.includes('/containers/')),
      [],
    )
    deepEqual(builds(world)['web-1'], 'a')
  })

  it('goes on from an image that failed to a corrected one, and to no other', async () => {
    const world = await watched('  web: { image: "app:1", deploy: { update_config: { monitor: 5s } } }\n')
    world.registry['app:1'] = ending('c', 3)
    await restarted(world, web)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    await rejects(restarted(world, web), /the rollout of Service shop\/web failed/)
    world.registry['app:1'] = aBuild('d')
    deepEqual(await restarted(world, web), [`Service/shop/web restarted image app:1 ${short('c')} → ${short('d')}`])
    deepEqual(builds(world), { 'web-1': 'd' })
  })

  it('of a stack runs jobs of another image again, leaves those of the same one, and what is stopped', async () => {
    const job = '  job: { image: "job:1", deploy: { mode: replicated-job } }\n'
    const world = await watched(`${WEB}${job}  off: { image: "app:1" }\n`)
    stopService(world.life().ports.store, 'shop/off', { now: world.world.clock.now() })
    await world.settle()
    const said = await restarted(world, shop)
    match(said.join('\n'), /job unchanged it completed: .*\n?.*off unchanged it is stopped/)
    world.registry['job:1'] = ending('f')
    world.registry['app:1'] = aBuild('b')
    await restarted(world, shop)
    deepEqual(builds(world), { 'web-1': 'b', 'job-1': 'f' })
  })

  it('runs the pre_start jobs of a named service again with another image alone', async () => {
    const world = await watched('  web: { image: "app:1", pre_start: [{ image: "job:1" }] }\n')
    deepEqual(await restarted(world, web), ['Service/shop/web restarted'])
    world.registry['job:1'] = ending('f')
    deepEqual(await restarted(world, web), [
      `Service/shop/web-pre-start-1 restarted image job:1 ${short('e')} → ${short('f')}`,
      'Service/shop/web restarted',
    ])
    deepEqual(builds(world), { 'web-1': 'a', 'web-pre-start-1-1': 'f' })
  })
})
