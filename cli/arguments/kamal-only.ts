import type { Command } from 'commander'
import { type ForeignWords, refuseForeign } from './foreign-words.ts'
import { verbOf } from './verb.ts'

const PAGE = 'docs/coming-from-kamal.md has what is what'
const APPLIED = 'write `reconcile apply`, or push (docs/git.md); `reconcile plan` shows beforehand what it will do'
const RESTARTED = 'write `reconcile restart SERVICE`'
const PROXY = 'the proxy is a service of yours like the others: docs/no-downtime.md has one'
const RUN = 'write `reconcile run --rm SERVICE COMMAND`, or `reconcile exec -it SERVICE -- COMMAND` in a task that runs'
const GONE = 'write `reconcile delete service/SERVICE`; the data of named volumes stays'
const BYTES = 'write `reconcile secret create NAME -n STACK --from-file FILE`, or declare `secrets` in the Compose file'

/** What to write instead of commands of kamal that work on the containers of one service. */
const OF_SERVICE: Readonly<Record<string, string>> = {
  boot: RESTARTED,
  details: 'write `reconcile get all -n STACK`, or `reconcile describe service/SERVICE`',
  exec: RUN,
  logs: 'write `reconcile logs -f SERVICE`',
  reboot: RESTARTED,
  remove: GONE,
  restart: RESTARTED,
  start: 'write `reconcile start SERVICE`',
  stop: 'write `reconcile stop SERVICE`',
  '': PAGE,
}

/** What to write instead of kamal's own commands. */
const WORDS: ForeignWords = {
  accessory: OF_SERVICE,
  app: {
    ...OF_SERVICE,
    containers: 'write `reconcile ps -a`',
    images: 'write `reconcile images`',
    version: 'write `reconcile rollout history SERVICE`',
  },
  deploy: { '': APPLIED },
  details: { '': 'write `reconcile get all -n STACK`, or `reconcile status`' },
  lock: {
    '': 'leave it out: a stack is locked while a command works on it, and a lock whose holder died counts no more',
  },
  // Other words after it are those of kubectl's `proxy`.
  proxy: { boot: PROXY, boot_config: PROXY, details: PROXY, logs: PROXY, reboot: PROXY, start: PROXY, stop: PROXY },
  prune: { '': 'write `reconcile images prune`: of containers nothing is left' },
  redeploy: { '': APPLIED },
  registry: { '': 'write `docker login REGISTRY`: what it stores is used (docs/images.md)' },
  remove: { '': 'write `reconcile delete --stack STACK`; the data of named volumes stays' },
  rollback: { '': 'write `reconcile rollout undo SERVICE`; `reconcile rollout history SERVICE` lists the revisions' },
  secrets: { '': BYTES },
  server: { '': 'write `ssh HOST COMMAND`: a host has nothing but Docker, and is a kind Node (docs/hosts.md)' },
  setup: { '': `leave it out: a host needs nothing but Docker; ${APPLIED}` },
}

/** Refuses commands that only kamal has, naming ours. */
export function refuseKamalWords(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  if (!verb) refuseForeign({ tool: 'kamal', words: WORDS }, argv.slice(at))
}
