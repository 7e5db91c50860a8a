import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const IMAGE = 'r.example/app:1'
const bytes = (config: unknown): Content => ({ found: true, bytes: Buffer.from(JSON.stringify(config)), hash: 'a' })
const login = (password: string, registry = 'r.example') =>
  bytes({ auths: { [registry]: { auth: Buffer.from(`robot:${password}`).toString('base64') } } })

const protectedImage = { ...RUNS, password: 'hunter2' }

/** A service whose image is in a registry with a password, and Secrets by their content. */
function aShop(secrets: Readonly<Record<string, Content>>, named = Object.keys(secrets)) {
  const contents = new Map(Object.entries(secrets).map(([name, content]) => [`Secret/shop/${name}`, content]))
  const world = aWorld({ contents, registry: { [IMAGE]: protectedImage, 'r.example/app:2': protectedImage } })
  for (const name of Object.keys(secrets)) declareSecret(world, name)
  world.service('web', { template: { image: IMAGE, imagePullSecrets: named } })
  return { world, contents }
}

function declareSecret(world: TestWorld, name: string): void {
  const metadata = { name, namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { stored: true } })
}

const saidOf = (world: TestWorld) => {
  const { reason, message } = world.tasks()[0]?.status ?? {}
  return [reason, message]
}

describe('a pull with imagePullSecrets', () => {
  it('is who the first Secret with a login for the registry says, and mounts none of them', async () => {
    const { world } = aShop({ other: login('x', 'other.example'), team: login('hunter2') })
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
    const shown = JSON.stringify([world.calls, world.host.containers(), [...world.world.storage.copy()]])
    doesNotMatch(shown, new RegExp(`hunter2|${Buffer.from('robot:hunter2').toString('base64')}`))
  })

  const remedy = (name: string) =>
    `give it one with \`reconcile secret create ${name} -n shop --replace --docker-server r.example --docker-username USER --docker-password-stdin\``
  const rows: readonly [why: string, secrets: Record<string, Content>, named: string[], said: string][] = [
    ['a Secret that is gone', {}, ['team'], `its imagePullSecret shop/team: it is not there; ${remedy('team')}`],
    [
      'one whose bytes are gone',
      { team: { found: false, because: '/srv/team is not there' } },
      ['team'],
      'its imagePullSecret shop/team: /srv/team is not there',
    ],
    [
      'one of another shape',
      { team: bytes(7) },
      ['team'],
      `its imagePullSecret shop/team: it is not JSON; ${remedy('team')}`,
    ],
  ]
  for (const [why, secrets, named, said] of rows)
    it(`waits for ${why}, and says which`, async () => {
      const { world } = aShop(secrets, named)
      await world.settle(5_000)
      deepEqual(saidOf(world), ['ImageMissing', `${IMAGE}: ${said}`])
    })

  it('that is refused is tried again with what the Secret holds by then, and counts as no crash', async () => {
    const { world, contents } = aShop({ team: login('ran-out') })
    await world.settle(40_000)
    const [reason, message = ''] = saidOf(world)
    equal(reason, 'ImageMissing')
    match(message, /unauthorized: authentication required/)
    doesNotMatch(message, /ran-out/)
    contents.set('Secret/shop/team', login('hunter2'))
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    deepEqual([world.tasks().length, world.tasks()[0]?.status?.failures ?? 0], [1, 0])
  })

  const SILENCE = { status: 500, message: 'dial tcp 192.0.2.1:443: connect: connection refused' }
  const REFUSES = { status: 500, message: 'unauthorized: authentication required' }
  const HIDES = { status: 404, message: 'denied: requested access to the resource is denied' }
  for (const { it: sentence, silent, times, refusal, wants } of [
    {
      it: 'that a registry refuses for some seconds fail no update',
      ...{ silent: 0, times: 5, refusal: REFUSES, wants: ['Completed', 'r.example/app:2'] },
    },
    {
      it: 'that a registry refuses for half a minute fail an update',
      ...{ silent: 0, times: 7, refusal: REFUSES, wants: ['Stalled', 'r.example/app:1'] },
    },
    {
      it: 'that a registry refuses for some seconds, once it answers again, fail no update',
      ...{ silent: 6, times: 2, refusal: REFUSES, wants: ['Completed', 'r.example/app:2'] },
    },
    {
      it: 'that a registry hides an image from for some seconds, whose repository was pulled from before, fail no update',
      ...{ silent: 0, times: 5, refusal: HIDES, wants: ['Completed', 'r.example/app:2'] },
    },
    {
      it: 'that a registry hides an image from for half a minute fail an update',
      ...{ silent: 0, times: 7, refusal: HIDES, wants: ['Stalled', 'r.example/app:1'] },
    },
  ])
    it(sentence, async () => {
      const { world } = aShop({ team: login('hunter2') })
      await world.settle()
      for (let time = 0; time < silent; time++) world.host.failNext('pullImage', SILENCE)
      for (let time = 0; time < times; time++) world.host.failNext('pullImage', refusal)
      world.service('web', { template: { image: 'r.example/app:2', imagePullSecrets: ['team'] } })
      await world.settle()
      deepEqual([world.serviceNamed('web')?.status?.rollout?.state, ...world.imagesRunning()], wants)
    })

  it('that a registry hides an image from fail an update at once where nothing was pulled from there', async () => {
    const { world } = aShop({ team: login('hunter2') })
    await world.settle()
    world.service('web', { template: { image: 'r.example/typo:1', imagePullSecrets: ['team'] } })
    await world.settle(2_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
  })

  it('that are changed recreate nothing', async () => {
    const { world } = aShop({ team: login('hunter2'), next: login('hunter2') }, ['team'])
    await world.settle()
    world.newCalls()
    world.service('web', { template: { image: IMAGE, imagePullSecrets: ['next'] } })
    await world.settle()
    deepEqual(world.newCalls(), [])
  })
})
