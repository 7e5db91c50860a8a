import { deepEqual, equal } from 'node:assert/strict'
import { labels } from '../../api/v1/labels.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS }
const spec = (version: string) => ({
  replicas: 3,
  updateStrategy: { monitorSeconds: 5 },
  template: { image: 'app:1', env: [{ name: 'VERSION', value: version }] },
})

/** The versions that the containers of `web` run with, by name. */
function versions({ host }: TestWorld): readonly string[] {
  return host
    .containers()
    .map(({ Name, Config, State }) => `${Name.slice(1)} ${State.Status} ${Config.Env?.find((each) => /^V/.test(each))}`)
    .sort()
}

const allOf = (version: string) => [1, 2, 3].map((slot) => `shop-web-${slot} running VERSION=${version}`)

/** A home that declares version 2 over containers of version 3, of which its state knows nothing. */
async function aHomeOfBefore(): Promise<TestWorld> {
  const newer = aWorld({ images })
  newer.service('web', spec('3'))
  await newer.settle()
  await newer.life().stop()
  const older = aWorld({ over: newer.world, images })
  older.service('web', spec('2'))
  return older
}

describe('containers of a revision that this state does not know', () => {
  it('are rolled out to what is declared, one by one', async () => {
    const home = await aHomeOfBefore()
    await home.pass(6_000)
    equal(new Set(versions(home).map((each) => each.slice(-1))).size, 2, versions(home).join('\n'))
    await home.settle()
    deepEqual(versions(home), allOf('2'))
  })

  it('stay as they are once their revision is declared, and others join them', async () => {
    const home = await aHomeOfBefore()
    await home.pass(6_000)
    const kept = home.host.containers().flatMap(({ Id, Config }) => (Config.Env?.includes('VERSION=3') ? [Id] : []))
    equal(kept.length > 0, true)
    home.newCalls()
    home.service('web', spec('3'))
    await home.settle()
    deepEqual(versions(home), allOf('3'))
    const now = home.host.containers().map(({ Id }) => Id)
    deepEqual(
      kept.filter((id) => !now.includes(id)),
      [],
    )
    home.host.byHand.remove('shop-web-3')
    await home.settle()
    deepEqual(versions(home), allOf('3'))
  })

  it('are not taken for it where one is made anew before its turn', async () => {
    const home = await aHomeOfBefore()
    await home.pass(500)
    home.host.byHand.remove('shop-web-3')
    await home.pass(2_000)
    deepEqual(versions(home).at(-1), 'shop-web-3 running VERSION=2')
    const made = home.host.containers().find(({ Name }) => Name === '/shop-web-3')
    equal(made?.Config.Labels?.[labels.createdByRevision], undefined)
    await home.life().stop()
    const newer = aWorld({ over: home.world, images })
    newer.service('web', spec('3'))
    await newer.settle()
    deepEqual(versions(newer), allOf('3'))
  })
})
