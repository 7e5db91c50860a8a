import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings } from '../../../api/v1/settings.ts'
import type { Cli, Running } from '../../support/cli.ts'
import { until, untilSame } from '../../support/until.ts'
import { look, SERVICES, standing, writeStack } from './crash-stack.ts'
import { lookAtForeign, makeForeign } from './foreign.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { isOfLock } from '../../support/lock-calls.ts'
import type { EngineHand } from '../../support/hand.ts'
import { manifests, sleeper } from './manifests.ts'
import { converged } from './serving.ts'
import { inShare } from '../../support/share.ts'

/** Longer than the pause between two calls of serve, except for its periodic ones, ms. */
const REST_MS = 500
const WEB = 'shop-web-1'
const LIMITS = { resources: { limits: { memoryBytes: 64 << 20 } } }

/** What somebody does to a container, and how `describe` names it. */
const DRIFTS: readonly {
  readonly it: string
  readonly hand: (hand: EngineHand) => Promise<unknown>
  readonly named: RegExp
}[] = [
  { it: 'stopped', hand: (hand) => hand.call('POST', `/containers/${WEB}/stop?t=0`), named: /StoppedByHand/ },
  { it: 'killed', hand: (hand) => hand.call('POST', `/containers/${WEB}/kill`), named: /(Killed|Stopped)ByHand/ },
  {
    it: 'removed',
    hand: (hand) => hand.call('DELETE', `/containers/${WEB}?force=1`),
    named: /its container was removed by hand/,
  },
  { it: 'paused', hand: (hand) => hand.call('POST', `/containers/${WEB}/pause`), named: /PausedByHand/ },
  {
    it: 'disconnected',
    hand: (hand) => hand.call('POST', '/networks/shop_default/disconnect', { Container: WEB, Force: true }),
    named: /DisconnectedByHand|disconnected|network default/,
  },
  {
    it: 'given another memory limit',
    hand: (hand) => hand.call('POST', `/containers/${WEB}/update`, { Memory: 32 << 20, MemorySwap: 64 << 20 }),
    named: /Drift.*memory/i,
  },
  {
    it: 'renamed',
    hand: (hand) => hand.call('POST', `/containers/${WEB}/rename?name=mine`),
    named: /Drift .*its name is mine, declared shop-web-1/,
  },
  { it: 'replaced by another that says it is ours', hand: replace, named: /Drift.*(COLOUR|env)/i },
]

for (const release of newest)
  describe(`drift under serve (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let ground: Ground
    let cli: Cli
    let serve: Running
    let foreign: readonly string[]

    before(async () => {
      ground = await startGround({ release })
      await makeForeign(ground.hand)
      foreign = await lookAtForeign(ground.hand)
      cli = ground.cli()
      declare(cli, 'red')
      serve = cli.start('serve', '--watch', 'tree')
      await converged(cli, ['web'])
    })
    after(() => ground?.end())
    afterEach('ten objects of others are as they were (S4)', async () => {
      deepEqual(await lookAtForeign(ground.hand), foreign)
    })

    for (const { it: sentence, hand, named } of DRIFTS)
      it(`of a container that is ${sentence} is healed, and named by describe`, async () => {
        // Serve is stopped meanwhile, so that it sees all of the change at once: while it runs, it may act in the middle.
        serve.child.kill('SIGSTOP')
        await hand(ground.hand)
        serve.child.kill('SIGCONT')
        const isNamed = async () => named.test((await cli.run('describe', 'service/web')).out)
        await until('describe names it', isNamed, {
          instead: async () => (await cli.run('describe', 'service/web')).out.replace(/[^]*Conditions:/, ''),
        })
        await until('it is healed', () => isWell(ground.hand), { instead: () => ground.hand.names() })
        await converged(cli, ['web'])
      })

    it('is none of what somebody runs of an image that `docker commit` made of it (S4)', async () => {
      const { Id } = await ground.hand.inspect(WEB)
      await ground.hand.call('POST', `/commit?container=${WEB}&repo=aside`)
      const aside = await ground.hand.run('aside', { Image: 'aside' })
      await serve.stop()
      serve = cli.start('serve', '--watch', 'tree') // it lists what there is
      await converged(cli, ['web'])
      await ground.hand.call('DELETE', `/containers/${WEB}?force=1`)
      const isHealed = async () => (await ground.hand.names()).includes(`${WEB} running`)
      await until('the task has another container', isHealed, { instead: serve.output })
      await converged(cli, ['web'])
      const { Id: now } = await ground.hand.inspect(WEB)
      const { Id: left, State } = await ground.hand.inspect('aside')
      deepEqual([left, State.Status, now === Id || now === aside], [aside, 'running', false])
      await ground.hand.call('DELETE', '/containers/aside?force=1')
    })

    it('is looked for at once: from a saved file to the first call of the engine', async () => {
      const took: number[] = []
      for (const colour of ['blue', 'green', 'red']) {
        let first = 0
        await untilSame('what it asks for the change before is over', REST_MS, () => ground.proxy.calls.length)
        ground.proxy.inject({ on: () => ((first ||= performance.now()), false), do: 'hang' })
        const saved = performance.now()
        declare(cli, colour)
        await until('the engine is called', () => first > 0)
        took.push(first - saved)
        ground.proxy.heal()
        await converged(cli, ['web'], { fits: (all) => JSON.stringify(all).includes(`"${colour}"`) })
      }
      console.log(`      saved → first call, quiet time and all: ${took.map(Math.round).join(', ')} ms`)
      const stray = took.filter((ms) => ms < defaultSettings.quietMs)
      deepEqual([stray, Math.max(...took) < 2_000], [[], true], took.join())
      equal(serve.child.exitCode, null)
    })
  })

for (const release of newest)
  describe(`what reconcile forgets, or a prune takes (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let ground: Ground
    let cli: Cli
    let serve: Running
    let there: readonly string[]
    const identity = async () => (await ground.hand.containers()).map(({ Id, Names }) => `${Names[0]} ${Id}`).sort()
    /** The writes without those of the locks of a serve that begins, and of one that was killed. */
    const calls = () => {
      const writes = ground.proxy.writes().filter((call) => !isOfLock(call))
      return writes.map(({ method, path }) => `${method} ${path}`)
    }

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
      writeStack(cli, 'red')
      serve = cli.start('serve', '--watch', 'tree')
      await converged(cli, SERVICES)
      there = await identity()
    })
    after(() => ground?.end())

    for (const way of ['killed', 'ended'] as const)
      it(`is taken over again by its labels, when the state is lost under a serve that is ${way}`, async () => {
        await serve.stop(way === 'killed' ? 'SIGKILL' : 'SIGTERM')
        rmSync(join(cli.home, 'state'), { recursive: true })
        ground.proxy.clear()
        serve = cli.start('serve', '--watch', 'tree')
        await converged(cli, SERVICES)
        deepEqual(calls(), [], serve.output())
        deepEqual(await identity(), there)
      })

    it('is left as it runs by a prune of everything: no job runs again', async () => {
      ground.proxy.clear()
      const all = encodeURIComponent(JSON.stringify({ dangling: { false: true } }))
      for (const path of ['containers/prune', 'networks/prune', `images/prune?filters=${all}`, 'build/prune?all=1'])
        await ground.hand.call('POST', `/${path}`)
      await until('the job is pruned', async () => !(await ground.hand.names()).some((name) => /migrate/.test(name)))
      // Events arrive in order: what serve does about the prune is done by the time it reacts to a later event.
      const { Id } = await ground.hand.inspect('shop-web-2')
      await ground.hand.call('POST', `/containers/${Id}/kill`)
      const isAnswered = async () => calls().length > 0 && (await ground.hand.names()).includes('shop-web-2 running')
      await until('what was killed after that is healed', isAnswered, { instead: serve.output })
      const { containers: _, ...rest } = (await look(ground)) as Record<string, unknown>
      const { containers: __, ...wanted } = standing('red') as Record<string, unknown>
      deepEqual(rest, wanted)
      deepEqual(calls(), [`POST /containers/${Id}/start`])
      await serve.stop()
      ground.proxy.clear()
      serve = cli.start('serve', '--watch', 'tree')
      await converged(cli, SERVICES)
      deepEqual(calls(), [])
      match((await cli.run('get', 'tasks', '-n', 'shop')).out, /migrate.*Completed/)
    })
  })

function declare(cli: Cli, colour: string): void {
  const template = { ...LIMITS, env: [{ name: 'COLOUR', value: colour }] }
  cli.write('tree/shop.yaml', manifests(sleeper('web', { updateStrategy: { monitorSeconds: 0 }, template })))
}

/** Replaces a container by another with its labels, as a person makes it with `docker run` from what inspect shows. */
async function replace(hand: EngineHand): Promise<void> {
  const { Config, HostConfig } = await hand.inspect(WEB)
  await hand.call('DELETE', `/containers/${WEB}?force=1`)
  const NetworkingConfig = { EndpointsConfig: { shop_default: {} } }
  const body = { ...Config, Hostname: '', Env: ['COLOUR=of another'], HostConfig, NetworkingConfig }
  await hand.run(WEB, body)
}

async function isWell(hand: EngineHand): Promise<boolean> {
  const [web, ...others] = (await hand.containers()).filter(({ Labels }) => Labels['reconcile.dev/name'] === 'web')
  if (!web || others.length > 0 || web.State !== 'running' || web.Names[0] !== `/${WEB}`) return false
  const { Config, HostConfig, NetworkSettings } = await hand.inspect(web.Id)
  const isOurs = Config.Env.some((each) => /^COLOUR=(red|blue|green)$/.test(each))
  return isOurs && HostConfig.Memory === 64 << 20 && Object.keys(NetworkSettings.Networks).join() === 'shop_default'
}
