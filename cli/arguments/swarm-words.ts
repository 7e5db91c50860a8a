import type { Command } from 'commander'
import { type ForeignWords, refuseForeign } from './foreign-words.ts'
import { belowOf, verbOf } from './verb.ts'

const APPLIED = 'write `reconcile apply -f FILE -n STACK`, which waits; `reconcile plan -f FILE` says what it would do'
const STACK_GONE = 'write `reconcile delete --stack STACK`; its named volumes stay'
const DECLARED = 'declare it in a Compose file or a manifest, and `reconcile apply -f FILE`'
const DESCRIBED = 'write `reconcile describe KIND/NAME`, or `reconcile get KIND/NAME -o yaml`'
const NODES = 'leave it out: a host is a kind Node (docs/kinds/node.md), and has nothing but its engine'
const DRAINED =
  'write its labels, or `drain: true`, by `reconcile edit node/NAME`; serve moves what runs there and has no data there'

/** What to write instead of docker's own commands, mainly those of a swarm; the key `''` is the first word with anything else after it. */
const WORDS: ForeignWords = {
  stack: {
    config: 'write `reconcile config -f FILE`',
    deploy: APPLIED,
    down: STACK_GONE,
    ls: 'write `reconcile get stacks`',
    ps: 'write `reconcile get tasks -n STACK`',
    rm: STACK_GONE,
    services: 'write `reconcile get services -n STACK`',
    up: APPLIED,
    '': 'write `reconcile get stacks`; docs/coming-from-swarm.md has what else there is',
  },
  service: {
    create: DECLARED,
    inspect: 'write `reconcile describe service/NAME`',
    logs: 'write `reconcile logs NAME`',
    ls: 'write `reconcile get services`',
    ps: 'write `reconcile get tasks -l reconcile.dev/service=NAME`, or `reconcile ps NAME`',
    rm: 'write `reconcile delete service/NAME`',
    rollback: 'write `reconcile rollout undo NAME`',
    scale: 'write `reconcile scale NAME=N`',
    update: 'write `reconcile edit service/NAME`, or `reconcile restart NAME` in place of --force',
    '': 'write `reconcile get services`; docs/coming-from-swarm.md has what else there is',
  },
  node: {
    inspect: 'write `reconcile describe node/NAME`',
    ls: 'write `reconcile get nodes`',
    ps: 'write `reconcile get tasks -o wide`, which has the node of each',
    rm: 'write `reconcile delete node/NAME`',
    update: DRAINED,
    '': NODES,
  },
  swarm: { '': NODES },
  config: {
    create: 'declare it under `configs` in a Compose file, or as a kind Config, and `reconcile apply -f FILE`',
    inspect: 'write `reconcile describe config/NAME`',
    ls: 'write `reconcile get configs`',
    rm: 'write `reconcile delete config/NAME`',
  },
  secret: {
    inspect: 'write `reconcile describe secret/NAME`',
    ls: 'write `reconcile get secrets`',
    rm: 'write `reconcile delete secret/NAME`',
  },
  network: {
    create: DECLARED,
    inspect: 'write `reconcile describe network/NAME`',
    ls: 'write `reconcile get networks`',
    rm: 'write `reconcile delete network/NAME`',
    '': 'write `reconcile get networks`',
  },
  volume: {
    create: DECLARED,
    inspect: 'write `reconcile describe volume/NAME`',
    ls: 'write `reconcile get volumes`',
    rm: 'write `reconcile delete volume/NAME --volumes`, with its data',
    '': 'write `reconcile get volumes`',
  },
  container: { '': 'write `reconcile get tasks`: a task is one container' },
  image: {
    build: 'write `reconcile build`',
    ls: 'write `reconcile images`',
    prune: 'write `reconcile images prune`',
    pull: 'write `reconcile pull`',
    '': 'write `reconcile images`',
  },
  inspect: { '': DESCRIBED },
  login: { '': 'write `docker login REGISTRY`: what it stores is used (docs/images.md)' },
  context: {
    '': 'set DOCKER_HOST or DOCKER_CONTEXT for an engine, and --server for a serve elsewhere (docs/remote.md)',
  },
  system: {
    df: 'write `reconcile top nodes` and `reconcile images`, or `docker system df`',
    info: 'write `reconcile status`, or `reconcile doctor`',
    prune: 'write `reconcile images prune`, which takes only images that nothing needs',
    '': 'write `reconcile status`, or `reconcile doctor`',
  },
  info: { '': 'write `reconcile status`, or `reconcile doctor`' },
}
/** Docker's aliases of subcommands, and our own verb in their place. */
const SAME: Readonly<Record<string, string>> = { list: 'ls', remove: 'rm', delete: 'rm' }

/** Refuses commands that only docker has, naming ours. */
export function refuseSwarmWords(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  const words = argv.slice(at)
  if (!verb || !belowOf(verb, words[1])) refuseForeign({ tool: 'docker', words: WORDS, aliases: SAME }, words)
}
