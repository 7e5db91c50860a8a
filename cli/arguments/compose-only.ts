import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { takesNext, verbOf } from './verb.ts'

const NO_GRACE = 'leave it out: how long each has to end is its stop_grace_period'
const IN_FILES = 'leave it out; which file and which name it is says `-f FILE` and `-n NAME`'
const ATTACHED = 'leave it out, and read along with `reconcile logs -f`'

/** Options of docker compose that verbs here don't have, each with what to write instead. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  up: {
    '--scale': 'write `reconcile up`, then `reconcile scale SERVICE=N`; or deploy.replicas in the file',
    '--force-recreate': 'write `reconcile up`, then `reconcile restart`',
    '--no-recreate': 'leave it out; `reconcile pause service/NAME` keeps a service as it runs',
    '--always-recreate-deps': 'write `reconcile up`, then `reconcile restart`',
    '--no-deps': 'leave it out: what others depend on is replaced only where its own declaration changed',
    '--abort-on-container-exit': 'run it with `reconcile run --rm SERVICE`, which ends with its exit code',
    '--exit-code-from': 'run it with `reconcile run --rm SERVICE`, which ends with its exit code',
    '--attach': ATTACHED,
    '--no-attach': ATTACHED,
    '--attach-dependencies': ATTACHED,
    '--no-build': 'write `reconcile up --pull never`, or leave it out: what is built already is not built again',
    '--no-start': 'write `reconcile pull` and `reconcile build`, which start nothing',
    '--wait-timeout': 'write --timeout, as --timeout 90',
    '-p': IN_FILES,
    '-t': NO_GRACE,
    '-V': 'leave it out; `reconcile down -v` deletes volumes, with their data',
    '--renew-anon-volumes': 'leave it out; `reconcile down -v` deletes volumes, with their data',
    '--watch': 'write `reconcile watch`',
    '-w': 'write `reconcile watch`',
  },
  down: { '--rmi': 'write `reconcile images prune` afterwards', '-t': NO_GRACE, '-p': IN_FILES },
  stop: { '-t': NO_GRACE },
  restart: { '-t': NO_GRACE, '--no-deps': 'leave it out: nothing else is restarted' },
  ps: {
    '--services': "write `reconcile ps -o jsonpath='{.items[*].spec.service}'`",
    '--status': 'leave it out: the phase of each is in a column',
    '--filter': 'leave it out: the phase of each is in a column',
  },
  exec: {
    '-d': 'let a shell do it: `reconcile exec SERVICE sh -c "COMMAND &"`',
    '--detach': 'let a shell do it: `reconcile exec SERVICE sh -c "COMMAND &"`',
    '--privileged': 'leave it out, or write privileged: true in the file',
    '--index': 'name the task in place of the service; `reconcile ps` lists them',
  },
  rm: { '-v': 'leave it out: anonymous volumes go with a container; others with `reconcile down -v`' },
}

/** Refuses what docker compose's verbs take and ours don't, with its counterpart; what nobody knows is left to be refused by others. */
export function refuseComposeOnly(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  if (!verb) return
  const [name, words] = [verb.name(), argv.slice(at + 1)]
  const known = new Set([...verb.options, ...root.options].flatMap(({ short, long }) => [short, long]))
  for (const { word, value } of optionsIn(verb, words)) {
    const [option = ''] = word.split('=')
    const remedy = known.has(option) ? undefined : INSTEAD[name]?.[option]
    if (remedy !== undefined) throw usageError(`${name} has no ${option}, unlike docker compose`, remedy)
    if (name === 'logs' && word === '-n' && /^\d+$/.test(value ?? ''))
      throw usageError(
        `logs -n ${value}: -n is the stack here`,
        `write --tail ${value}; a stack of that name is --stack ${value}`,
      )
  }
  const [service] = name === 'up' ? argumentsIn(verb, words) : []
  if (service !== undefined)
    throw usageError(
      `up ${service}: up is about the whole project, and takes no services`,
      `write \`reconcile up\`: what is as declared goes on as it runs; \`reconcile start ${service}\` starts what was stopped, and a service of profiles comes with --profile`,
    )
}

interface Word {
  readonly word: string
  readonly value?: string
}

function wordsOf(verb: Command, words: readonly string[]): readonly Word[] {
  const found: Word[] = []
  const options = [...verb.options, ...(verb.parent?.options ?? [])]
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const word = words[at] ?? ''
    const value = words[at + 1]
    if (word.startsWith('-') && takesNext(options, word) && value !== undefined) {
      found.push({ word, value })
      at++
    } else found.push({ word })
  }
  return found
}

/** Up to the command that `exec` is to run, whose options are its own. */
function optionsIn(verb: Command, words: readonly string[]): readonly Word[] {
  const all = wordsOf(verb, words)
  const end = verb.name() === 'exec' ? all.findIndex(({ word }) => !word.startsWith('-')) : -1
  return (end < 0 ? all : all.slice(0, end)).filter(({ word }) => word.startsWith('-'))
}

function argumentsIn(verb: Command, words: readonly string[]): readonly string[] {
  const policies = new Set(['always', 'missing', 'never'])
  const all = wordsOf(verb, words)
  return all
    .filter(({ word }, index) => !word.startsWith('-') && !(all[index - 1]?.word === '--pull' && policies.has(word)))
    .map(({ word }) => word)
}
