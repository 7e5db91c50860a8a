import { acts, reads, type VerbHelp } from './verb-help.ts'

/** Help for Compose's verbs and for moving from Compose. */
export const composeVerbs: Readonly<Record<string, VerbHelp>> = {
  adopt: {
    examples: [
      [
        'reconcile plan --adopt && reconcile adopt',
        'say what of the project of this directory goes on as it runs, what is replaced, and why; then take it over',
      ],
      ['reconcile adopt shop -f compose.yaml -f prod.yaml', 'of these files, which are to be of the project shop'],
      [
        'reconcile adopt --from-swarm shop --out shop',
        'write manifests of what docker stack deploy made, and say how it would be moved; changes nothing',
      ],
      [
        'reconcile adopt --from-swarm shop -f shop',
        "end the swarm's services and start these, one by one; what does not come up is given back to the swarm",
      ],
    ],
    exits: acts,
  },
  up: {
    examples: [
      ['reconcile up', '`reconcile apply` of compose.yaml here or above, and its override'],
      ['reconcile up --no-deps web', 'of this service alone; the others stay as they are'],
      ['reconcile up -f compose.yaml -f prod.yaml --build', 'of these files, with images built again'],
    ],
    exits: acts,
  },
  down: {
    examples: [
      ['reconcile down', '`reconcile delete` of what compose.yaml declares; named volumes stay'],
      ['reconcile down -n shop -v', 'a whole stack and its data'],
    ],
    exits: acts,
  },
  ps: {
    examples: [
      ['reconcile ps', '`reconcile get tasks` of the stack of compose.yaml here or above'],
      ['reconcile ps web -n shop -q', 'the ids of the containers of a service'],
    ],
    exits: reads,
  },
  ls: { examples: [['reconcile ls', '`reconcile get stacks`']], exits: reads },
  rm: {
    examples: [
      ['reconcile rm web -n shop', '`reconcile delete service/web`, until the next apply'],
      ['reconcile rm shop-web-run-1a2b3c4d5e6f', 'what `reconcile run` left, as `ps -a` lists it'],
    ],
    exits: acts,
  },
}
