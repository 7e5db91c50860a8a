import { deepEqual, doesNotThrow, rejects, throws } from 'node:assert/strict'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { getImage, refuseWithoutRoom } from '../../../../cli/local/one-off/image.ts'
import { ownImages } from '../../../../controllers/image/own.ts'
import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { aWorld, RUNS } from '../../../support/world.ts'
import { all } from '../local-core.ts'
import type { Ports } from '../../../../controllers/runtime/ports.ts'

describe("a pull for a person's command", () => {
  const at = (disk: object | undefined) =>
    ({ inventory: { host: () => ({ info: { disk } }) }, settings: defaultSettings }) as unknown as Ports
  const disk = { path: '/d', sizeBytes: 10e9 }

  it('is refused where a disk is almost full', () => {
    const full = at({ ...disk, freeBytes: 0.4e9 })
    throws(() => refuseWithoutRoom('nginx', 'a', full), /a is short of disk space for nginx: .* are free in \/d/)
  })
  it('goes on where there is room, or nobody knows', () => {
    doesNotThrow(() => refuseWithoutRoom('nginx', 'a', at({ ...disk, freeBytes: 5e9 })))
    doesNotThrow(() => refuseWithoutRoom('nginx', 'a', at(undefined)))
  })
})

/** A world whose registry has `app:1`, and what a task with this template needs to get its image there. */
async function beginning(template: object) {
  const world = aWorld({ registry: { 'app:1': RUNS } })
  await world.settle()
  const { ports } = world.life()
  const task = {
    ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'web-run-1', namespace: 'shop' } },
    spec: { service: 'web', node: 'a', slot: 1, template },
  } as unknown as V1Task
  const run = { signal: new AbortController().signal, object: '', reason: '' }
  return { world, ports, getting: { task, engine: world.host.engine(), ports, run } }
}

describe("an image of a person's command", () => {
  for (const [why, template, policy, remedy] of [
    ['by the option', { image: 'app:1' }, 'never', 'load it there, or run with --pull missing'],
    [
      'by its service, whatever the option says',
      { image: 'app:1', pullPolicy: 'Never' },
      'missing',
      'load it there, or allow it to be pulled: the service declares that it never is (`pull_policy`)',
    ],
  ] as const)
    it(`that is not there, and never to be pulled ${why}, is refused with what helps`, async () => {
      const { world, getting } = await beginning(template)
      const refused = rejects(all(getImage(getting, policy)), { remedy })
      await world.pass(60_000)
      await refused
    })

  for (const [words, template, names] of [
    [
      'built',
      { image: 'shop-web:1', build: { context: '/srv/web', tags: ['shop-web:1', 'shop'] } },
      ['shop-web:1', 'shop:latest'],
    ],
    ['pulled', { image: 'app:1' }, ['app:1']],
  ] as const)
    it(`that was ${words} for it is known to be ours, as those of tasks are`, async () => {
      const { world, ports, getting } = await beginning(template)
      const got = all(getImage(getting, 'missing'))
      await world.pass(60_000)
      await got
      deepEqual(
        ownImages(ports.store).map((own) => [own.node, [...own.names].sort()]),
        [['a', [...names].sort()]],
      )
    })
})
