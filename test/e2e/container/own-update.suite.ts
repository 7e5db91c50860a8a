import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { type EngineProxy, startProxy } from '../../support/proxy.ts'
import type { RecordedCall } from '../../support/recorded-call.ts'
import { until } from '../../support/until.ts'
import { type ContainerGround, letIn, PATIENCE_MS, SOCKET_GROUP } from './container-ground.ts'

const SERVE = 'reconcile-serve-1'
const SHOP = `services:
  web: { image: busybox:1.36, command: sleep 1000, stop_grace_period: 0s }
`

/** docker-compose.yml of this checkout, but for its build, and hurried; `more` adds to its service. */
function ownStack(more: object = {}): string {
  const file = parse(readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8'))
  const { build: _, ...serve } = file.services.serve
  const hurried = { healthcheck: { interval: '1s' }, deploy: { update_config: { monitor: '1s' } } }
  return stringify({ ...file, services: { serve: { ...serve, ...hurried, ...more } } })
}

/** Tests of a `serve` whose own container is a task that it manages. */
export function ownUpdateSuite(at: () => ContainerGround): void {
  describe('that manages itself', () => {
    let ground: ContainerGround
    /** The successor's way to the engine: what each of the two does is told apart. */
    let second: EngineProxy

    before(async () => {
      ground = at()
      const { host, proxy } = ground
      second = await startProxy({ socket: `${host.socket}.second`, engine: host.socket })
      letIn(second.socket)
      await host.run('ln', '-s', proxy.socket, '/var/run/docker.sock')
      await host.run('ln', '-s', second.socket, '/var/run/second.sock')
    })
    after(() => second?.close())

    const idOf = async (name: string) => (await ground.hand.inspect(name)).Id
    const tell = () => ground.output(SERVE)
    const reconcile = (...args: readonly string[]) => ground.hand.exec(SERVE, 'reconcile', ...args, '-n', 'reconcile')
    /** Waits for where its own rollout stands, by its own command line. */
    const isRolledOut = async (state: string) => {
      const goal = `--for=jsonpath={.status.rollout.state}=${state}`
      const said = await reconcile('wait', 'service/serve', goal, '--timeout', `${PATIENCE_MS / 1000}s`)
      match(said, /service\/serve condition met/, await tell())
    }
    const shown = (calls: readonly RecordedCall[]) =>
      calls.filter(({ path }) => path.startsWith('/containers/')).map(({ method, path }) => `${method} ${path}`)

    it('is made by an apply of its own file, hands an update over to its successor, keeps on when one does not start, and outlives its engine', async () => {
      const { hand, host, proxy, stacks } = ground
      ground.write('reconcile/.env', `STACKS=${stacks}\nDOCKER_GID=${SOCKET_GROUP}\n`)
      ground.write('reconcile/docker-compose.yml', ownStack())
      ground.write('shop/compose.yaml', SHOP)
      const binds = [`${stacks}:${stacks}`]
      await ground.run('first', ['apply', '-f', `${stacks}/reconcile/docker-compose.yml`], { binds, home: 'first' })
      equal(await ground.exit('first'), 0, await ground.output('first'))
      await until('serve has both stacks', async () => (await hand.names()).includes('shop-web-1 running'), {
        ms: PATIENCE_MS,
        instead: tell,
      })
      await isRolledOut('Completed')
      const [old, web] = [await idOf(SERVE), await hand.inspect('shop-web-1')]
      proxy.clear()

      const sockets = [`/var/run/second.sock:/var/run/docker.sock`, ...binds, 'home:/var/lib/reconcile']
      ground.write('reconcile/docker-compose.yml', ownStack({ volumes: sockets }))
      await until('the old one is gone', async () => (await hand.containers()).every(({ Id }) => Id !== old), {
        ms: PATIENCE_MS,
        instead: tell,
      })
      await until('the new one has its name', async () => (await hand.names()).includes(`${SERVE} running`), {
        ms: PATIENCE_MS,
      })
      const [created] = proxy.writes().filter(({ path }) => path.startsWith('/containers/create'))
      const fresh = created?.path.replace(/.*name=/, '')
      const isId = (call: string) =>
        call.replaceAll(old, 'OLD').replaceAll(created?.created ? (created.created as { Id: string }).Id : '-', 'NEW')
      deepEqual(shown(proxy.writes()).map(isId), [
        `POST /containers/create?name=${fresh}`,
        'POST /containers/NEW/start',
      ])
      deepEqual(shown(second.writes()).map(isId), [
        'POST /containers/OLD/stop',
        'DELETE /containers/OLD?force=1',
        `POST /containers/NEW/rename?name=${SERVE}`,
      ])
      equal((await hand.inspect('shop-web-1')).State.StartedAt, web.State.StartedAt)
      equal((await hand.names()).join(), `first exited,${SERVE} running,shop-web-1 running`)

      await isRolledOut('Completed')
      const own = await hand.inspect(SERVE)
      second.clear()
      ground.write('reconcile/docker-compose.yml', ownStack({ volumes: sockets, entrypoint: ['false'] }))
      await isRolledOut('Stalled')
      const message = await reconcile('get', 'service/serve', '-o', 'jsonpath={.status.rollout.message}')
      match(message, /it exited with 1|it ended and was restarted/) // the engine may start it again before anybody looks
      const after = await hand.inspect(SERVE)
      deepEqual([after.Id, after.State.Status, after.State.StartedAt], [own.Id, 'running', own.State.StartedAt])
      equal(
        shown(second.writes()).some((call) => call.includes(own.Id)),
        false,
      )

      await host.crash()
      await host.start()
      await until('it runs again', async () => (await hand.names()).includes(`${SERVE} running`), {
        ms: PATIENCE_MS,
        instead: async () => (await hand.names()).join(),
      })
    })
  })
}
