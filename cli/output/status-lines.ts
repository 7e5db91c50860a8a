import { exits } from '../../api/v1/installation/installation-error.ts'
import { holdReasons, networkReasons, nodeReasons, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { engineRemedy } from '../engine-remedy.ts'
import type { Standing, State } from '../status/standing.ts'
import { type Paint, paintState } from './paint.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

/** The lines of `status`: the overall state on one screen. */
export function statusLines(standing: Standing, paint: Paint): string[] {
  const { nodes, stacks, notes } = standing
  return [
    ...[serveLine(standing), ''],
    ...table(
      ['Node', 'State', 'Engine', 'API'],
      nodes.map((node) => [
        node.name,
        paintState(node.state, paint)(node.state),
        node.engineVersion ?? '<none>',
        node.apiVersion ?? '<none>',
      ]),
    ),
    ...nodes
      .filter(({ state }) => state !== 'Ready')
      .map(({ name, message }) => `  node/${name}: ${plainText(message)}`),
    ...nodes.flatMap(({ name, withdrawn, closed, tlsFiles, unclaimed }) =>
      [withdrawn, closed, tlsFiles, unclaimed].flatMap((said) =>
        said === undefined ? [] : `  node/${name}: ${plainText(said)}`,
      ),
    ),
    ...(stacks.length === 0 ? [] : ['', ...stackLines(standing, paint)]),
    ...section("The state can't be written:", notes.state ? [notes.state] : []),
    ...section('Waits for approval:', notes.holds),
    ...section('Goes soon:', notes.pending),
    ...section("Files that can't be used:", notes.problems),
    ...['', verdict(standing, paint)],
  ]
}

/** At most this many troubles of a section are listed; `get` and `-o json` have the rest. */
const MOST_SAID = 5

function serveLine({ serve }: Standing): string {
  if (!serve) return 'serve: not running; nothing is watched or healed'
  return `serve: running (version ${serve.version}, pid ${serve.pid}, installation ${serve.installation})`
}

function stackLines({ stacks, nodes }: Standing, paint: Paint): string[] {
  const shortly = shortenedBy(nodes)
  const rows = stacks.map(({ name, state, services, readyServices, tasks, readyTasks }) => [
    ...[name, paintState(state, paint)(state), `${readyServices}/${services}`, `${readyTasks}/${tasks}`],
  ])
  const [head = '', ...lines] = table(['Stack', 'State', 'Services', 'Tasks'], rows)
  return [head, ...lines.flatMap((line, index) => [line, ...troubleLines(stacks[index]?.troubles ?? [], shortly)])]
}

function troubleLines(troubles: Standing['stacks'][number]['troubles'], shortly: (text: string) => string): string[] {
  const said = troubles.slice(0, MOST_SAID).map(({ object, reason, message }) => {
    const [kind = '', , name = ''] = object.split('/')
    return `  ${kind.toLowerCase()}/${name}: ${[reason, shortly(plainText(message))].filter(Boolean).join(': ')}`
  })
  return troubles.length > MOST_SAID ? [...said, `  and ${troubles.length - MOST_SAID} more`] : said
}

/** Shortens messages that repeat a node's own line. */
function shortenedBy(nodes: Standing['nodes']): (text: string) => string {
  const told = nodes.flatMap(({ name, holdsWith }) =>
    holdsWith === undefined ? [] : [[name, plainText(holdsWith)] as const],
  )
  return (text) => told.reduce((short, [name, words]) => short.replaceAll(words, `waits for ${name}, see above`), text)
}

function section(title: string, notes: readonly { readonly message: string }[]): string[] {
  if (notes.length === 0) return []
  const said = notes.slice(0, MOST_SAID).map(({ message }) => `  ${plainText(message)}`)
  return ['', title, ...said, ...(notes.length > MOST_SAID ? [`  and ${notes.length - MOST_SAID} more`] : [])]
}

function verdict(standing: Standing, { good, bad, busy }: Paint): string {
  const { exit, nodes, stacks, notes } = standing
  const states = new Set<State>([...nodes, ...stacks].map(({ state }) => state))
  if (exit === 0 && notes.pending.length > 0) return busy('nothing failed; what is in no file any more goes soon')
  if (exit === 0 && states.has('Progressing'))
    return busy(`nothing failed; ${AWAITED[soleReason(standing) ?? ''] ?? 'work is under way'}`)
  if (exit === 0 && states.has('Paused')) return busy('nothing failed; something is paused')
  const besides = exit === 0 ? besidesOf(stacks) : undefined
  if (besides !== undefined) return busy(`nothing failed; ${besides}`)
  const ofNodes = nodeWords(nodes)
  if (exit === 0 && ofNodes !== undefined) return busy(`nothing failed; ${ofNodes}`)
  if (notes.state) return bad('nothing is done before the state can be written')
  return exit === 0 ? good('all is well') : bad(failureWords(standing))
}

/** What is to be known of nodes that work. */
function nodeWords(nodes: Standing['nodes']): string | undefined {
  if (nodes.some(({ tlsFiles }) => tlsFiles !== undefined))
    return 'TLS files of a node are to be mended: it is reached with what they had before'
  if (nodes.some(({ unclaimed }) => unclaimed !== undefined))
    return 'there is more on the hosts than this home knows of'
  if (nodes.some(({ withdrawn }) => withdrawn !== undefined))
    return 'a node that no file declares any more has tasks: do as it says above'
  return undefined
}

function failureWords(standing: Standing): string {
  const { exit } = standing
  if (exit === exits.failed && isOnlyUnattended(standing)) return UNFINISHED
  return exit === exits.unreachable ? silentWords(standing) : (VERDICTS[exit] ?? 'something failed')
}

/**
 * The remedies for the first engine that fails, the first that does not answer, and the first that denies access, which runs and need not
 * be started.
 */
function silentWords({ nodes, stacks }: Standing): string {
  const failing = nodes.find(({ state }) => state === 'Failing')
  const silent = nodes.filter(({ state }) => state === 'Silent')
  const [closed] = silent.filter(({ reason }) => reason === nodeReasons.accessDenied)
  const [away] = silent.filter(({ reason }) => reason !== nodeReasons.accessDenied)
  const isUnanswered = stacks.some(({ troubles }) => troubles.some(({ reason }) => reason === holdReasons.unanswered))
  const stands = isUnanswered
    ? 'an engine did not answer a moment ago: within seconds its node says whether it does'
    : UNCONNECTED
  return [
    ...(closed ? [`an engine runs and does not let reconcile in: do as it says of node/${closed.name}`] : []),
    ...(failing ? [`an engine answers and fails: ${engineRemedy(failing, failing.name)}`] : []),
    ...(away ? [`an engine does not answer: ${awayRemedy(away)}`] : []),
    ...(closed || failing || away ? [] : [stands]),
    'see also `reconcile doctor`',
  ].join('; ')
}

/** A node that no manifest declares any more has none to correct. */
function awayRemedy({ withdrawn, ...node }: Standing['nodes'][number]): string {
  return withdrawn === undefined ? engineRemedy(node, node.name) : `do as it says of node/${node.name}`
}

/** What waits for a node that is not declared is told with the stacks. */
const UNCONNECTED = 'a node that something waits for is not connected: do as it says above'

/** Whether nothing failed, and something is left undone all the same. */
function isOnlyUnattended({ unattended, nodes, stacks, notes }: Standing): boolean {
  return unattended && notes.problems.length === 0 && [...nodes, ...stacks].every(({ state }) => state !== 'Failed')
}

/** What is to be known of stacks that are as declared. */
function besidesOf(stacks: Standing['stacks']): string | undefined {
  const reasons = new Set(stacks.flatMap(({ troubles }) => troubles.map(({ reason }) => reason)))
  if (reasons.has(networkReasons.servicesApart)) return 'services do not reach each other by a network that they share'
  if (reasons.has(serviceReasons.serverEnded)) return 'a service that is there to serve has ended'
  return reasons.has(serviceReasons.runsBeside) ? 'docker compose runs services beside those here' : undefined
}

/** The reason for which all that is in progress is so; undefined if there are several, or none. */
function soleReason({ nodes, stacks }: Standing): string | undefined {
  if (nodes.some(({ state }) => state === 'Progressing')) return undefined
  const troubles = stacks.flatMap((stack) => stack.troubles).filter(({ state }) => state === 'Progressing')
  const [reason, ...others] = new Set(troubles.map((trouble) => trouble.reason))
  return others.length === 0 ? reason : undefined
}

/** What is waited for, by the reason, where it is no work of this home. */
const AWAITED: Readonly<Record<string, string>> = {
  [taskReasons.healthStarting]: 'a health check has not passed yet',
  [holdReasons.waitingForLock]:
    'what is to be done waits for another reconcile, which works on the same stack: see above',
}

const UNFINISHED =
  'not all is done, and nothing works on it: finish it with `reconcile serve --once`, or run `reconcile serve`'

const VERDICTS: Readonly<Record<number, string>> = {
  1: 'something failed: see why with `reconcile describe KIND/NAME -n STACK`',
  6: 'something waits for approval',
}
