import { deepEqual, equal } from 'node:assert/strict'
import { join } from 'node:path'
import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import type { Cli, Running } from '../../support/cli.ts'
import { deedOf } from '../../support/plan-coverage.ts'
import { planDifferences } from '../../support/plan-differences.ts'
import { untilSame } from '../../support/until.ts'
import { callsOf, planBy, planByCommand, type Planned } from './exactness-calls.ts'
import { FIRST, type Stack, stackOf, type Wanted } from './exactness-stack.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { converged, serving } from './serving.ts'
import { inShare } from '../../support/share.ts'

interface Change {
  readonly it: string
  readonly to: Partial<Wanted>
  /** The calls that it takes, with the kind of their object; each once, however often it is made. */
  readonly deeds: readonly string[]
  /** It makes a container that mounts the Secret: a process that has just begun does not know that the content is on the host. */
  readonly makesWeb?: true
  /** Only run with everything: another change makes the same calls. */
  readonly inAll?: true
}

const CREATE = ['Task POST /containers/create', 'Task POST /containers/*/start']
const REPLACE = ['Task DELETE /containers/*', 'Task POST /containers/*/rename', ...CREATE]
const SECRET = carrying('Secret')
const CONFIG = carrying('Config')
const VOLUME = 'Volume POST /volumes/create'
const NETWORK = 'Network POST /networks/create'
const CONNECT = 'Task POST /networks/*/connect'

// Each changes the result of the one before.
const CHANGES: readonly Change[] = [
  { it: 'a stack that comes', to: {}, deeds: [NETWORK, VOLUME, ...SECRET, ...CONFIG, ...CREATE] },
  { it: 'a limit, in place', to: { memoryMb: 128 }, deeds: ['Task POST /containers/*/update'] },
  { it: 'a variable: another container', to: { colour: 'blue' }, deeds: REPLACE, makesWeb: true },
  { it: 'more replicas', inAll: true, to: { webs: 3 }, deeds: CREATE, makesWeb: true },
  { it: 'fewer replicas', inAll: true, to: { webs: 1 }, deeds: ['Task DELETE /containers/*'] },
  { it: 'other bytes of a Secret', to: { password: 'hunter-2' }, deeds: [...SECRET, ...REPLACE] },
  { it: 'other bytes of a Config', inAll: true, to: { level: 'level-2' }, deeds: [...CONFIG, ...REPLACE] },
  { it: 'a volume', to: { logs: true }, deeds: [VOLUME, ...REPLACE], makesWeb: true },
  { it: 'a further network', inAll: true, to: { side: true }, deeds: [NETWORK, CONNECT, ...REPLACE], makesWeb: true },
  {
    it: 'a network that is left',
    inAll: true,
    to: { side: false },
    deeds: ['Network DELETE /networks/*', ...REPLACE],
    makesWeb: true,
  },
  {
    it: 'a service that goes',
    to: { db: false },
    deeds: [...CONFIG, 'Network DELETE /networks/*', 'Task DELETE /containers/*'],
  },
  { it: 'nothing that a call depends on', to: {}, deeds: [] },
]

/** The calls for the container that carries contents: it is made, filled and removed. */
function carrying(kind: 'Secret' | 'Config'): readonly string[] {
  return [`${kind} POST /containers/create`, `${kind} PUT /containers/*/archive`, `${kind} DELETE /containers/*`]
}

/** A way to plan a stack and bring it about. */
interface Way {
  plan(stack: Stack): Promise<Planned>
  bringAbout(stack: Stack, calls: readonly PlannedCall[]): Promise<readonly PlannedCall[]>
}

const FILE = 'tree/shop.yaml'

/** How long serve takes at most to begin what is left to do once all is as declared, ms. */
const REST_MS = 3_500

function byApply(ground: Ground, cli: Cli): Way {
  return {
    async plan({ text }) {
      cli.write(FILE, text)
      return await planByCommand(ground, cli)
    },
    bringAbout: (_, calls) =>
      callsOf(ground, calls, async () => {
        const { exit, out, err } = await cli.run('apply', '-f', 'tree')
        equal(exit, 0, out + err)
      }),
  }
}

/** The running `serve` plans the text that is then saved. */
function byServe(ground: Ground, cli: Cli, step: () => number): Way {
  return {
    plan: ({ text }) =>
      planBy(ground, async () => {
        const sources = [{ file: join(cli.dir, FILE), text }]
        const { signal } = new AbortController()
        const answer = await serving(cli).plan({ sources, cwd: cli.dir, signal })
        return 'needs' in answer || answer.errors.length > 0 ? JSON.stringify(answer) : answer.calls
      }),
    bringAbout: ({ text, names }, calls) =>
      callsOf(ground, calls, async () => {
        const deadline = 300 + step()
        cli.write(FILE, text)
        await converged(cli, names, {
          fits: (all) => all.every(({ spec }) => spec.progressDeadlineSeconds === deadline),
        })
        await untilSame('serve is at rest', REST_MS, () => ground.proxy.writes().length)
      }),
  }
}

for (const release of newest)
  for (const command of inShare<readonly ('apply' | 'serve')[]>(['serve'], ['apply', 'serve']))
    describe(`plan says what ${command} does for each sort of change (${release})`, function () {
      this.timeout(180_000)
      let ground: Ground
      let cli: Cli
      let serve: Running | undefined
      let way: Way
      let [wanted, step] = [FIRST, 0]

      before(async () => {
        ground = await startGround({ release })
        cli = ground.cli({ RECONCILE_SETTINGS: 'deletionWaitMs=100' })
        equal((await cli.run('init')).exit, 0)
        way = command === 'apply' ? byApply(ground, cli) : byServe(ground, cli, () => step)
        if (command === 'apply') return
        cli.write('tree/README', 'none yet')
        serve = cli.start('serve', '--watch', 'tree')
        await serve.says('serving the installation')
        equal((await cli.run('wait', 'node/local', '--for', 'condition=Ready')).exit, 0)
      })
      after(() => ground?.end())

      for (const change of CHANGES.filter(({ inAll }) => inShare(!inAll, true)))
        it(change.it, async () => {
          wanted = { ...wanted, ...change.to }
          step++
          const stack = stackOf(wanted, { cli, step })
          const { calls, faults } = await way.plan(stack)
          const made = await way.bringAbout(stack, calls)
          const { declared } = stack
          deepEqual([...faults, ...planDifferences({ planned: calls, made, declared })], [], serve?.output())
          // The carrier's image is made by the first that needs it. From API 1.44 on no network is connected after the create.
          const deeds = new Set(calls.map(deedOf).filter((deed) => !deed.endsWith('/images/create')))
          const more = command === 'apply' && change.makesWeb ? SECRET : []
          const wants = [...change.deeds, ...more].filter((deed) => release === 'debian12' || deed !== CONNECT)
          deepEqual([...deeds].sort(), wants.sort())
        })
    })
