import { equal, match } from 'node:assert/strict'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { makeHome } from '../../../cli/local/open/make-home.ts'
import { lockState, SERVE_COMMAND } from '../../../cli/local/open/open-state.ts'
import { realClock } from '../../../clock/real.ts'
import type { Lock } from '../../../store/lock/lock.ts'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'
import { until } from '../../support/until.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n'

// No engine answers here, and serves are stood in for: what counts is whom the hooks ask.
describe('a push while serve restarts', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher
  let lock: Lock | undefined
  let serve: ApiServer | undefined

  before(buildCli)
  beforeEach(async () => {
    cli = startCli()
    pusher = await startPusher(cli)
    await pusher.commit({ 'shop/compose.yaml': SHOP })
  })
  afterEach(async () => {
    await serve?.close()
    await lock?.release()
    await cli.end()
  })

  const socket = () => join(cli.home, 'reconcile.sock')

  it('is checked all the same where the one that plans it ends', async () => {
    makeHome(cli.home)
    const ending = createServer((asked) => asked.once('data', () => ending.close(() => undefined) && asked.destroy()))
    await new Promise<void>((resolve) => ending.listen(socket(), resolve))
    const { exit, err } = await pusher.push()
    equal(exit, 0, err)
    match(err, /valid, and can't be planned now: .*no engine listens/)
    equal(pusher.read('shop/compose.yaml'), SHOP)
  })

  it('is followed to its end with one that is about to answer', async () => {
    makeHome(cli.home)
    const waiting = { waitMs: 0, onWait: () => undefined, signal: new AbortController().signal }
    lock = await lockState({ home: cli.home, clock: realClock, command: SERVE_COMMAND, ...waiting })
    const push = pusher.pushing()
    await until('the push waits', () => push.output().includes('waiting up to 30 s for reconcile serve'), {
      instead: push.output,
    })
    serve = await serveApi({ converge, close: async () => undefined } as unknown as Served, socket())
    const { exit, err } = await push.ended
    equal(exit, 0, err)
    match(err, /^converged: as the one that began says$/m)
  })
})

async function* converge(): AsyncGenerator<ProgressEvent> {
  yield { type: 'outcome', exit: 0, message: 'converged: as the one that began says' }
}
