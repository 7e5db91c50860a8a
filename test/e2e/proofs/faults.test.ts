import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { Cli, Running } from '../../support/cli.ts'
import type { Fault } from '../../support/proxy.ts'
import { until } from '../../support/until.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { manifests, sleeper } from './manifests.ts'
import { converged, serving } from './serving.ts'
import { inShare } from '../../support/share.ts'

/** Deadlines short enough for a test; what happens when they pass is the same. */
const BRISK = { RECONCILE_SETTINGS: 'heartbeatMs=1000,backoffMaxMs=1000,relistMs=5000' }

for (const release of newest)
  describe(`an engine that fails, under serve (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let ground: Ground
    let cli: Cli
    let serve: Running

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli(BRISK)
      declare(cli, 'first')
      serve = cli.start('serve', '--watch', 'tree')
      await stands('first')
    })
    after(() => ground?.end())
    afterEach(() => ground.proxy.heal())

    /** Waits until the stack has this colour and each task runs once, under the same serve. */
    async function stands(colour: string): Promise<void> {
      await converged(cli, ['web'], { fits: isOf(colour) }).catch((cause: Error) => {
        throw new Error(`${cause.message}: ${serve.output()}`, { cause })
      })
      await until('each task runs once', async () => (await ground.hand.names()).join() === BOTH, {
        instead: ground.hand.names,
      })
      equal(serve.child.exitCode, null, serve.output())
    }

    const faults: readonly { readonly it: string; readonly fault: Omit<Fault, 'act'>; readonly calls: number }[] = [
      { it: 'answers 500 to all', fault: { on: () => true, do: { answer: 500 } }, calls: 10 },
      { it: 'answers 500 to writes', fault: { on: ({ method }) => method !== 'GET', do: { answer: 500 } }, calls: 3 },
      { it: 'drops connections', fault: { on: () => true, do: 'drop-before' }, calls: 10 },
      { it: 'does what it is told and never says so', fault: { on: isChange, do: 'drop-after', times: 3 }, calls: 3 },
      { it: 'hangs in writes', fault: { on: isChange, do: 'hang' }, calls: 1 },
    ]
    for (const { it: sentence, fault, calls } of faults)
      it(`goes on where it was, when the engine ${sentence} for a while`, async () => {
        let met = 0
        const on: Fault['on'] = (call) => fault.on(call) && ++met > 0
        ground.proxy.inject({ ...fault, on })
        declare(cli, sentence)
        await until(`${calls} calls met the fault`, () => met >= calls, {
          instead: () => `${met} did: ${serve.output()}`,
        })
        const { exit, out, err } = await cli.run('get', 'services')
        match(out, /web/, err)
        // Exit 5 as soon as no engine is known to answer.
        ok(exit === 0 || (exit === 5 && readsToo(fault)), `get ended with ${exit}: ${err}`)
        ground.proxy.heal()
        await stands(sentence)
      })

    it('sees what it was not told of, when its event streams are dropped', async () => {
      equal(ground.proxy.dropEventStreams(), 1)
      await ground.hand.call('DELETE', '/containers/shop-web-1?force=1')
      await stands('hangs in writes')
      equal(serve.output().includes('unreachable'), false)
    })

    it('says that the engine is frozen, and goes on when it thaws', async () => {
      await ground.host.pause()
      // Two heartbeats must time out first.
      await until('the node is not ready', async () => !(await readyOfNode(cli)).startsWith('True'), { ms: 40_000 })
      match((await cli.run('describe', 'node/local')).out, /does not answer: no answer within/)
      declare(cli, 'thawed')
      await ground.host.resume()
      await stands('thawed')
    })

    for (const { it: sentence, act } of [
      { it: 'is restarted', act: () => ground.host.restart() },
      { it: 'crashes and is started', act: () => ground.host.crash().then(() => ground.host.start()) },
      { it: 'loses its power and is started', act: () => ground.host.stop().then(() => ground.host.start()) },
    ])
      it(`has each task once again, when the engine ${sentence}`, async () => {
        const calls = ground.proxy.calls.length
        await act()
        await until('it was listed again', () => lists(ground, calls) > 0)
        await stands('thawed')
      })

    it('ends when told to, and apply says what is the matter with an engine that only fails', async () => {
      equal(await serve.stop(), 0)
      ground.proxy.inject({ on: ({ method }) => method !== 'GET', do: { answer: 500, message: 'no space left' } })
      const failing = ground.cli(BRISK)
      failing.write('shop.yaml', manifests(sleeper('other')))
      const applied = await failing.run('apply', '-f', 'shop.yaml', '--timeout', '3s')
      deepEqual([applied.exit, /no space left/.test(applied.err)], [4, true], applied.out + applied.err)
      ground.proxy.heal()
    })
  })

const BOTH = 'shop-web-1 running,shop-web-2 running'

function declare(cli: Cli, colour: string): void {
  const template = { env: [{ name: 'COLOUR', value: colour }], restartPolicy: { condition: 'Always' } }
  cli.write(
    'tree/shop.yaml',
    manifests(sleeper('web', { replicas: 2, updateStrategy: { monitorSeconds: 0 }, template })),
  )
}

function isOf(colour: string): (services: readonly V1Service[]) => boolean {
  return ([web]) => web?.spec.template.env?.[0]?.value === colour
}

function readsToo({ on }: Pick<Fault, 'on'>): boolean {
  return on({ method: 'GET', path: '/info', at: 0 })
}

function isChange({ method, path }: { method: string; path: string }): boolean {
  return method !== 'GET' && path.startsWith('/containers/')
}

function lists({ proxy }: Ground, from: number): number {
  return proxy.calls.slice(from).filter(({ path, status }) => path.startsWith('/containers/json') && status === 200)
    .length
}

async function readyOfNode(cli: Cli): Promise<string> {
  const node = await serving(cli).get({ kind: 'Node', name: 'local' })
  const ready = (node?.status?.conditions ?? []).find(({ type }) => type === 'Ready')
  return `${ready?.status} ${ready?.reason}`
}
