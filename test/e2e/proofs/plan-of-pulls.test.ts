import { deepEqual, equal, match } from 'node:assert/strict'
import { connectDocker } from '../../../engine/docker/connect.ts'
import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import { realClock } from '../../../clock/real.ts'
import type { Cli } from '../../support/cli.ts'
import { planDifferences } from '../../support/plan-differences.ts'
import { dockerConfigOf, password, plainRegistry, push, startRegistry } from '../../support/registry.ts'
import { until } from '../../support/until.ts'
import { anyRun } from '../engine/lab-engine.ts'
import { callsOf, planBy } from './exactness-calls.ts'
import { CONTAINERD_STORE } from '../../support/lab.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { sleeper, manifests } from './manifests.ts'

/** Declares nothing: no service waits for another. */
const NOTHING = { objects: new Map(), contents: new Map() }
const APP = `${plainRegistry}/team/app:1`

for (const release of releases)
  describe(`a plan of what --pull brings (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli
    let moves = 0

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
      cli.write('.docker/config.json', dockerConfigOf(password, plainRegistry))
      cli.write('shop.yaml', manifests(sleeper('web', { template: { image: APP }, replicas: 2 })))
      await beginRegistry(ground)
      await ground.hand.call('POST', `/images/busybox:1.36/tag?repo=${plainRegistry}/team/app&tag=1`)
      await push(ground.host.socket, APP)
      equal((await cli.run('apply', '-f', 'shop.yaml')).exit, 0)
    })
    after(() => ground?.end())

    /** Moves the registry's tag to an image that this host has not seen. */
    async function moveTag(): Promise<void> {
      const { Id } = (await ground.hand.call('GET', `/images/${APP}/json`)) as { Id: string }
      const changes = encodeURIComponent(`LABEL build=${++moves}`)
      const at = `repo=${plainRegistry}/team/app&tag=1`
      const other = await ground.hand.call('POST', `/commit?container=shop-web-1&${at}&changes=${changes}`, {})
      await push(ground.host.socket, APP)
      await ground.hand.call('POST', `/images/${Id}/tag?${at}`)
      await ground.hand.call('DELETE', `/images/${(other as { Id: string }).Id}?force=true`)
    }

    /** Returns the calls of a plan, after asserting that the apply makes the same. */
    async function foretold(...options: readonly string[]): Promise<readonly PlannedCall[]> {
      const { calls: planned, faults } = await planBy(ground, async () => {
        const { exit, out, err } = await cli.run('plan', '-f', 'shop.yaml', ...options, '-o', 'json')
        return exit === 0 ? (JSON.parse(out) as { calls: PlannedCall[] }).calls : err
      })
      deepEqual(faults, [])
      const made = await callsOf(ground, planned, async () => {
        const { exit, err } = await cli.run('apply', '-f', 'shop.yaml', ...options)
        equal(exit, 0, err)
      })
      deepEqual(planDifferences({ planned, made, declared: NOTHING }), [])
      return planned
    }

    it('asks the registry, and says that there is nothing new', async () => {
      equal((await cli.run('plan', '-f', 'shop.yaml', '--pull', '--exit-code')).exit, 0)
      const calls = await foretold('--pull')
      deepEqual(
        calls.map(({ method, path }) => `${method} ${path}`),
        [`POST /images/create?fromImage=${encodeURIComponent(`${plainRegistry}/team/app`)}&tag=1`],
      )
    })

    it('is of the rollout of what no host has seen', async () => {
      await moveTag()
      deepEqual(await foretold(), [])
      const { exit, out } = await cli.run('plan', '-f', 'shop.yaml', '--pull', '--exit-code')
      equal(exit, 3)
      match(out, new RegExp(`the pull of ${APP} succeeds, and brings sha256:\\w{64}`))
      equal((await foretold('--pull')).filter(({ path }) => path.startsWith('/containers/create')).length, 2)
      deepEqual(await foretold(), [])
    })

    it('is of the one pull that each task makes of what is always pulled', async () => {
      cli.write('shop.yaml', manifests(sleeper('web', { template: { image: APP, pullPolicy: 'Always' }, replicas: 2 })))
      await foretold()
      await moveTag()
      const pulls = (await foretold('--pull')).filter(({ path }) => path.startsWith('/images/create'))
      deepEqual(new Set(pulls.map(({ path }) => path.replace(/^.*tag=/, ''))), new Set(['1']))
    })

    it('is kept, and not applied once the tag means something else again', async () => {
      await moveTag()
      equal((await cli.run('plan', '-f', 'shop.yaml', '--pull', '--out', 'plan.json')).exit, 0)
      await moveTag()
      const moved = await cli.run('apply', 'plan.json')
      equal(moved.exit, 1)
      match(moved.err, /what plan\.json planned is not what would be done now; nothing was changed/)
      equal((await cli.run('plan', '-f', 'shop.yaml', '--pull', '--out', 'plan.json')).exit, 0)
      const applied = await cli.run('apply', 'plan.json')
      equal(applied.exit, 0, applied.err)
      match((await cli.run('plan', '-f', 'shop.yaml', '--pull', '--exit-code')).out, /no changes|nothing/i)
    })

    it('fails where the apply does: of what no registry has, and of what is on no node with --pull never', async () => {
      cli.write('nope.yaml', manifests(sleeper('web', { template: { image: `${plainRegistry}/none:1` } })))
      const plan = await cli.run('plan', '-f', 'nope.yaml', '--pull')
      equal(plan.exit, 1)
      match(plan.out, /Fails:\n {2}Node\/local.*none:1(.|\n)*what runs is of the images that are there/)
      await ground.hand.call('POST', '/commit?container=shop-web-1&repo=here&tag=1', {})
      cli.write('nope.yaml', manifests(sleeper('web', { template: { image: 'here:1' }, replicas: 2 })))
      const loaded = await cli.run('plan', '-f', 'nope.yaml', '--pull')
      equal(loaded.exit, 0, loaded.out)
      cli.write('nope.yaml', manifests(sleeper('web', { template: { image: 'later:1' } })))
      const never = await cli.run('plan', '-f', 'nope.yaml', '--pull', 'never')
      equal(never.exit, 1)
      match(never.err, /with --pull never, and on no node: later:1/)
    })
  })

const withContainerd = releases.includes('sid') ? describe : describe.skip
withContainerd('--pull of what containerd keeps for an engine', function () {
  this.timeout(180_000)
  let ground: Ground
  let cli: Cli
  before(async () => {
    ground = await startGround({ release: 'sid', dockerd: CONTAINERD_STORE })
    cli = ground.cli()
    cli.write('.docker/config.json', dockerConfigOf(password, plainRegistry))
    await beginRegistry(ground)
    await ground.hand.call('POST', `/images/busybox:1.36/tag?repo=${plainRegistry}/team/app&tag=1`)
  })
  after(() => ground?.end())

  it('ends with 0 where the registry never had it, and with 1 where it only lost the tag, as a plan does', async () => {
    const pulled = async (tag: string) => {
      const image = `${plainRegistry}/team/app:${tag}`
      cli.write('shop.yaml', manifests(sleeper('web', { template: { image } })))
      const planned = await cli.run('plan', '-f', 'shop.yaml', '--pull')
      const { exit, out, err } = await cli.run('apply', '-f', 'shop.yaml', '--pull')
      match(out + err, /not found/)
      return [planned.exit, exit, /came from no registry, so what local has of it counts/.test(out + err)]
    }
    deepEqual(await pulled('1'), [0, 0, true])
    await push(ground.host.socket, APP)
    await ground.hand.call('POST', `/images/${APP}/tag?repo=${plainRegistry}/team/app&tag=2`)
    deepEqual(await pulled('2'), [1, 1, false])
  })
})

/** Starts the registry, and waits until it answers. */
async function beginRegistry({ host }: Ground): Promise<void> {
  await startRegistry(host)
  const at = { node: 'local', host: `unix://${host.socket}`, clock: realClock, settings: { callsPerEngine: 6 } }
  const engine = await connectDocker(at)
  const answers = () =>
    engine.resolveImage({ image: APP }, anyRun).catch((error: { code: string }) => error.code === 'Denied')
  await until('the registry answers', () => answers().then(Boolean))
  engine.close()
}
