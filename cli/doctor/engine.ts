import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { listNames } from '../../api/v1/language/list-names.ts'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { type Answering, judged } from '../../controllers/holds/engine-guard.ts'
import { labels } from '../../api/v1/labels.ts'
import { isKeptFailure } from '../../api/v1/names.ts'
import type { EngineDecision } from '../../api/v1/other-engine.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { unreadWords } from '../../engine/proxies.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { engineWords, isEngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import { isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { engineRemedy } from '../engine-remedy.ts'
import { type Check, failure, type Finding, ok, warning } from './finding.ts'

/** An engine, and what is known about its node. */
export interface EngineGround {
  readonly node: string
  /** Where its address is declared, as a suffix ` (FILE:LINE)`; empty if nowhere. */
  readonly declaredAt?: () => string
  /** Its address in the form of DOCKER_HOST. Throws if it can't be determined. */
  readonly host: () => string
  readonly connect: () => Promise<Engine>
  readonly clock: Clock
  readonly installation: string
  /** Why the engine must not be used under this node's name; undefined if it may. */
  readonly refused?: (engine: EngineInfo & Answering) => EngineDecision | undefined
  /** Whether this home has this task. */
  readonly hasTask: (stack: string, task: string) => boolean
  /** Whether this home has this service. */
  readonly hasService: (stack: string, service: string) => boolean
}

/** Longer than two logins by ssh through a proxy and a call may take, ms: those say what hangs. */
const PATIENCE_MS = 100_000

/** Checks whether an engine can be reached, may be used, has the right time, and is not used by another home. */
export function engineChecks(ground: EngineGround): readonly Check[] {
  const { node } = ground
  return [
    { name: `socket of ${node}`, look: () => socket(ground, `socket of ${node}`) },
    { name: `engine of ${node}`, patienceMs: PATIENCE_MS, look: () => engine(ground) },
  ]
}

const ANOTHER = 'choose another engine with DOCKER_HOST or a Docker context'

const OTHER = 'do as it says: nothing is done there before'

const UNTOLD = 'see the log of that engine: nothing is done there while it does not tell all that it has'

async function socket({ host }: EngineGround, check: string): Promise<readonly Finding[]> {
  const address = host()
  const [, path] = /^unix:\/\/(.*)$/.exec(address) ?? []
  if (path === undefined) return []
  try {
    const { mode } = await stat(path)
    await access(path, constants.R_OK | constants.W_OK)
    if ((mode & 0o002) === 0) return [ok(check, `this user may use ${path}`)]
    return [warning(check, `every user of this machine may use ${path}, and so is root`, `chmod 660 ${path}`)]
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return [failure(check, `${path} is not there`, `start Docker, or ${ANOTHER}`)]
    const join = `let this user into the group of ${path} (\`usermod -aG docker USER\`, then log in again), or run as root`
    return [failure(check, `this user may not use ${path} (${code})`, join)]
  }
}

async function engine(ground: EngineGround): Promise<readonly Finding[]> {
  const check = `engine of ${ground.node}`
  let connected: Engine | undefined
  try {
    connected = await ground.connect()
    return await answers(connected, ground)
  } catch (error) {
    const said = `${engineWords(error)}${ground.declaredAt?.() ?? ''}`
    const remedy =
      (isInstallationError(error) ? error.remedy : undefined) ??
      (isEngineError(error, 'Internal') ? UNTOLD : undefined) ??
      engineRemedy(isEngineError(error) ? error : {}, ground.node)
    return [failure(check, said, remedy)]
  } finally {
    connected?.close()
  }
}

async function answers(connected: Engine, ground: EngineGround): Promise<readonly Finding[]> {
  const { node, clock } = ground
  const run: Run = { signal: new AbortController().signal, object: `Node/${node}`, reason: 'the doctor looks at it' }
  const asked = clock.now()
  const info = await connected.info({}, run)
  const answered = clock.now()
  const skew = Math.round(info.time - (asked + answered) / 2)
  const refused = ground.refused && (await judged(info, ground.refused, () => connected.listNetworks({}, run)))
  if (refused) return [notTheOne(node, refused)]
  const [containers] = await Promise.all([
    connected.listContainers({ labels: [labels.installation] }, run),
    connected.listVolumes({}, run), // it fails alone, as where the engine may not read where its plugins are
    connected.listNetworks({}, run),
    connected.pastEnds({ until: info.time }, run), // a proxy before an engine may let no events through
  ])
  return [
    ok(`engine of ${node}`, `engine ${info.version} answers in ${answered - asked} ms, API ${info.apiVersion}`),
    clockFinding(node, skew, answered - asked),
    ...proxiesFinding(node, info),
    sharing(ground, containers),
    ...(info.disk === undefined ? [unseenDisk(node)] : []),
  ]
}

function proxiesFinding(node: string, info: EngineInfo): readonly Finding[] {
  const words = unreadWords(node, info)
  if (words === undefined) return []
  return [warning(`proxies of ${node}`, words, 'mend that, or name another directory with DOCKER_CONFIG')]
}

function notTheOne(node: string, { what, remedy = OTHER }: EngineDecision): Finding {
  return failure(`engine of ${node}`, what, remedy)
}

/** Reported here, as a Node whose disk space is unknown looks like one with enough: neither has DiskPressure. */
function unseenDisk(node: string): Finding {
  return ok(
    `disk of ${node}`,
    'its free space is not known here: no pull waits for room; `docker system df` there says more',
  )
}

/** Smaller differences may come from the round trip, or from times in whole seconds. */
const NOTABLE_SKEW_MS = 2_000

function clockFinding(node: string, skewMs: number, roundTripMs: number): Finding {
  const check = `clock of ${node}`
  if (Math.abs(skewMs) <= NOTABLE_SKEW_MS + roundTripMs) return ok(check, 'it goes with the clock of this machine')
  const words = `it is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} the clock of this machine`
  return warning(check, `${words}: ages and --since are off by as much`, 'set both by NTP')
}

/** Containers with our installation name but without a task of ours: another home has created them, or our state was lost. */
function sharing(ground: EngineGround, containers: readonly ContainerSummary[]): Finding {
  const { node, installation } = ground
  const check = `installations on ${node}`
  const names = [...new Set(containers.map((each) => each.labels[labels.installation] ?? ''))].sort()
  const foreign = containers.filter(
    (each) => each.labels[labels.installation] === installation && !isKnown(each, ground),
  )
  const [first] = foreign
  if (!first)
    return ok(
      check,
      names.length === 0 ? 'none has anything there' : `${names.join(', ')}; this home is ${installation}`,
    )
  const isOne = foreign.length === 1
  const told = listNames(foreign.map(({ name }) => name).sort())
  const [count, belong] = isOne ? ['1 container bears', 'belongs'] : [`${foreign.length} containers bear`, 'belong']
  return warning(
    check,
    `${count} the installation name ${installation} and ${belong} to another home, or to a state that was lost: ${told}`,
    'if the state was lost, apply the same files again, which adopts them; if another home made them, name this one otherwise with `reconcile init --installation NAME` in a new RECONCILE_HOME',
  )
}

/** Whether a container belongs to no task or to a known one. Kept containers of failed tasks outlive those, so their service counts. */
function isKnown({ name, labels: own }: ContainerSummary, { hasTask, hasService }: EngineGround): boolean {
  const { [labels.stack]: stack = '', [labels.name]: service = '', [labels.task]: task } = own
  if (task === undefined || hasTask(stack, task)) return true
  return isKeptFailure(name) && hasService(stack, service)
}
