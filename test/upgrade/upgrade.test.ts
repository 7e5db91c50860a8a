import { deepEqual, equal, ok } from 'node:assert/strict'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultSettings } from '../../api/v1/settings.ts'
import type { Core } from '../../cli/local/open/core.ts'
import { openState } from '../../cli/local/open/open-state.ts'
import { plan } from '../../cli/local/plan/plan.ts'
import type { Clock } from '../../clock/clock.ts'
import { realRandom } from '../../clock/random.ts'
import { realClock } from '../../clock/real.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import { type Observed, seedHost } from '../../engine/simulated/seed.ts'
import { putHome } from '../../store/backup/put-home.ts'
import { readBackup } from '../../store/backup/tar.ts'
import { createHistory } from '../../store/objects/history.ts'

/** A directory for each version, made by hack/fixtures/home.ts. */
const VERSIONS = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const MADE_IN = '/tmp/reconcile-fixture'

for (const { name: version } of VERSIONS)
  describe(`a RECONCILE_HOME of version ${version}`, () => {
    const fixture = join(import.meta.dirname, version)
    let dir = ''
    let home = ''
    let core: Core

    before(async () => {
      dir = mkdtempSync(join(tmpdir(), 'upgrade-'))
      home = join(dir, 'home')
      const backup = await readBackup(createReadStream(join(fixture, 'home.tar')))
      await putHome(backup, { home })
      const observed = JSON.parse(readFileSync(join(fixture, 'host.json'), 'utf8')) as Observed
      core = await openAt({ home, observed, clock: dayAfter(backup.manifest.createdAt) })
    })
    after(async () => {
      await core?.close()
      rmSync(dir, { recursive: true, force: true })
    })

    const planned = async (revision: string) => {
      const text = readFileSync(join(fixture, 'compose.yaml'), 'utf8')
      const request = { sources: [{ file: join(MADE_IN, 'compose.yaml'), text }], cwd: MADE_IN }
      const { signal } = new AbortController()
      const asked = await plan(core, { ...request, signal })
      const known: Record<string, string> = { REVISION: revision, TOKEN: 'bytes of the variable' }
      const names = 'needs' in asked ? asked.needs : []
      const variables = Object.fromEntries(names.map((name) => [name, known[name] ?? null]))
      const answer = await plan(core, { ...request, variables, signal })
      ok('calls' in answer, JSON.stringify(answer))
      return answer
    }

    it('is read: stack, secrets and history', () => {
      const { store } = core
      deepEqual([...store.list('Service').keys()].sort(), ['shop/migrate', 'shop/web'])
      const web = [...store.list('Revision').values()].filter(({ spec }) => spec.service === 'web')
      equal(web.length, 2)
      equal(readFileSync(join(home, 'secrets/shop/token'), 'utf8'), 'bytes of the secret')
    })

    it('needs no change on its host', async () => {
      const { text, calls, failures, unmet, errors, exit } = await planned('2')
      deepEqual({ calls, failures, unmet, errors, exit }, { calls: [], failures: [], unmet: [], errors: [], exit: 0 })
      deepEqual(text, ['No changes.'])
    })

    it('takes a change, of what is changed alone', async () => {
      const { calls, exit } = await planned('3')
      equal(exit, 0)
      ok(calls.some(({ path }) => path.includes('/containers/create?name=shop-web-1')))
      deepEqual(
        calls.filter(({ object }) => /^(Network|Volume|Node)\/|migrate/.test(object)),
        [],
      )
    })
  })

/** The upgrade comes a day later, whenever this runs. */
function dayAfter(time: string): Clock {
  const ahead = Date.parse(time) + 86_400_000 - realClock.now()
  return { ...realClock, now: () => realClock.now() + ahead }
}

/** The state opened as a start does, beside a host that is as the engine showed it then. */
async function openAt({ home, observed, clock }: { home: string; observed: Observed; clock: Clock }): Promise<Core> {
  const { signal } = new AbortController()
  const common = { home, clock, random: realRandom }
  const { store, close } = await openState({
    ...common,
    command: 'a test',
    waitMs: 0,
    onWait: () => undefined,
    onTorn: () => undefined,
    signal,
  })
  const apiVersion = observed.info?.apiVersion ?? ''
  const host = createSimulatedHost({ node: 'local', clock, random: realRandom, apiVersion })
  seedHost(host, observed)
  return {
    ...{ ...common, store, close, settings: defaultSettings, installation: 'default', purpose: 'act', lockWaitMs: 0 },
    checkRights: () => undefined,
    isLocalAbsent: () => false,
    audit: { record: () => undefined },
    history: createHistory({ store, clock }),
    variable: () => undefined,
    begin: () => Promise.reject(new Error('only planned')),
    calls: { now: () => [], watch: () => () => undefined },
    checkState: async () => undefined,
    closing: signal,
    inventory: () => Promise.reject(new Error('only planned')),
    engines: async () => new Map([['local', host.engine()]]),
    connectOthers: () => ({ engines: new Map(), close: () => undefined }),
  }
}
