import { deepEqual, match } from 'node:assert/strict'
import { planNetwork } from '../../../controllers/network/plan.ts'
import { removalHeld } from '../../../controllers/network/removal-held.ts'
import { type HostNetwork, type NetworkView } from '../../../controllers/network/view.ts'
import { type NetworkAction } from '../../../controllers/network/action.ts'
import type { NodeHold } from '../../../controllers/holds/node-hold.ts'
import { aNetwork, ago } from '../../support/builders.ts'

const ours: HostNetwork = { id: 'n1', ours: true, containers: [] }
const foreign: HostNetwork = { id: 'f1', ours: false, containers: [] }
const adoptable: HostNetwork = { ...foreign, adoptable: true }

function view(users: number, found: readonly HostNetwork[] | NodeHold, network = aNetwork()): NetworkView {
  const onHost = new Map([['a', found]])
  const of = { network, hostName: 'shop_default', users: new Map([['a', users]]) }
  const known = { seen: new Set(['a']), unknown: new Set<string>(), closed: new Set<string>(), former: new Map() }
  return { ...of, ...known, staying: new Set(users > 0 ? ['a'] : []), onHost, awaited: false }
}

/** The same network on a second host, without a user there. */
const onTwo = (of: NetworkView): NetworkView => ({ ...of, onHost: new Map([...of.onHost, ['b', [ours]]]) })

const unseen = (of: NetworkView): NetworkView => ({ ...of, seen: new Set() })

const leaving = (of: NetworkView): NetworkView => ({ ...of, staying: new Set() })

/** As `of`, with what these hosts have of it under the name `one` of before. */
const before = (of: NetworkView, byNode: Readonly<Record<string, Partial<HostNetwork>>>): NetworkView => {
  const former = Object.entries(byNode).map(
    ([node, found]) => [node, [{ ...second, formerName: 'one', ...found }]] as const,
  )
  return { ...of, former: new Map(former) }
}

const second: HostNetwork = { id: 'n2', ours: true, containers: [] }
const usedElsewhere = { ...ours, containers: ['other-w-1'], stay: [{ name: 'other-w-1', service: 'other/w' }] }
const inUse = { containers: ['shop-web-1'] }
const silent: NodeHold = { reason: 'HostUnreachable', because: 'a does not answer' }
const other: NodeHold = { reason: 'EngineChanged', because: 'another engine answers there' }
const deleted = aNetwork({}, { deletionTimestamp: ago(0) })
const external = aNetwork({ external: true })

function inWords(action: NetworkAction): string {
  if (action.do === 'hold') return `hold ${action.reason}`
  const which = 'former' in action ? ' of before' : ''
  return action.do === 'create' ? action.do : `${action.do} ${action.id}${which}`
}

describe('planNetwork', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'makes it where a task is in it', given: view(1, []), wants: ['create'] },
    { it: 'makes none where no task is', given: view(0, []), wants: [] },
    { it: 'makes none for tasks that leave', given: leaving(view(1, [])), wants: [] },
    { it: 'misses no external one for tasks that leave', given: leaving(view(1, [], external)), wants: [] },
    { it: 'keeps ours until those have left', given: leaving(view(1, [ours])), wants: ['keep n1'] },
    { it: 'keeps what is as declared', given: view(1, [ours]), wants: ['keep n1'] },
    { it: 'takes ours away when no task is in it', given: view(0, [ours]), wants: ['remove n1'] },
    {
      it: 'is done with its deletion where a silent host never had it',
      given: unseen(view(0, silent, deleted)),
      wants: [],
    },
    {
      it: 'is not where a task of it is on a silent host',
      given: unseen(view(1, silent, deleted)),
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'is not where nobody knows whether a silent host has it',
      given: { ...unseen(view(0, silent, deleted)), unknown: new Set(['a']) },
      wants: ['hold HostUnreachable'],
    },
    { it: 'takes ours away when it is deleted', given: view(0, [ours], deleted), wants: ['remove n1'] },
    { it: 'waits for its tasks when it is deleted', given: view(1, [ours], deleted), wants: ['hold InUse'] },
    {
      it: 'goes under its former name first',
      given: before(view(1, []), { a: {} }),
      wants: ['remove n2 of before', 'create'],
    },
    {
      it: 'stays under its former name while containers are in it',
      given: before(view(1, [ours]), { a: inUse }),
      wants: ['keep n2 of before', 'keep n1'],
    },
    {
      it: 'stays under its former name for tasks of others that are to be in it',
      given: before(view(1, [ours]), { a: { awaited: true } }),
      wants: ['keep n1'],
    },
    {
      it: 'stays under its former name in a swarm while containers are in it on another host',
      given: before(onTwo(view(1, [ours])), { a: {}, b: inUse }),
      wants: ['keep n1', 'keep n2 of before'],
    },
    {
      it: 'goes under its former name beside another of it that is in use on another host',
      given: before(onTwo(view(1, [ours])), { a: {}, b: { ...inUse, id: 'n3' } }),
      wants: ['remove n2 of before', 'keep n1', 'keep n3 of before'],
    },
    {
      it: 'goes under its former name with its deletion',
      given: before(view(0, [], deleted), { a: {} }),
      wants: ['remove n2 of before'],
    },
    {
      it: 'waits with its deletion for containers under its former name',
      given: before(view(0, [], deleted), { a: inUse }),
      wants: ['hold InUse'],
    },
    {
      it: 'keeps ours where a service is about to have tasks',
      given: { ...view(0, [ours]), awaited: true },
      wants: [],
    },
    {
      it: 'takes ours away from a node that takes no tasks any more, though a service is to have some',
      given: { ...view(0, [ours]), awaited: true, closed: new Set(['a']) },
      wants: ['remove n1'],
    },
    {
      it: 'leaves one of a swarm, which is the same on each host, while a task is in it on another',
      given: onTwo(view(1, [ours])),
      wants: ['keep n1'],
    },
    {
      it: 'leaves it while a service is to have tasks on another',
      given: { ...onTwo(view(0, [ours])), awaited: true, closed: new Set(['b']) },
      wants: [],
    },
    {
      it: 'takes it away beside another of its name on another host, where a task is in that one',
      given: {
        ...view(1, [ours]),
        onHost: new Map([
          ['a', [ours]],
          ['b', [second]],
        ]),
      },
      wants: ['keep n1', 'remove n2'],
    },
    {
      it: 'takes it away on all when nothing uses it',
      given: onTwo(view(0, [ours])),
      wants: ['remove n1', 'remove n1'],
    },
    {
      it: 'keeps ours on such a node while a task is there',
      given: { ...view(1, [ours]), awaited: true, closed: new Set(['a']) },
      wants: ['keep n1'],
    },
    {
      it: 'takes ours away when it is deleted, whoever waits for it',
      given: { ...view(0, [ours], deleted), awaited: true },
      wants: ['remove n1'],
    },
    {
      it: 'waits for the last container to leave',
      given: view(0, [{ ...ours, containers: ['shop-web-1'] }]),
      wants: ['hold InUse'],
    },
    {
      it: 'lets go of one that another home has a task in, when it is deleted',
      given: view(0, [{ ...ours, unclaimed: ['shop-db-1'] }], deleted),
      wants: ['keep n1'],
    },
    {
      it: 'keeps one that is not deleted for another home that has a task in it',
      given: view(0, [{ ...ours, unclaimed: ['shop-db-1'] }]),
      wants: ['keep n1'],
    },
    { it: 'keeps it for a task of another stack', given: view(0, [usedElsewhere]), wants: ['keep n1'] },
    {
      it: 'is held by a task of another stack when it is deleted',
      given: view(0, [usedElsewhere], deleted),
      wants: ['hold UsedElsewhere'],
    },
    {
      it: 'waits first for those that leave it',
      given: view(0, [{ ...usedElsewhere, containers: ['shop-web-1', 'other-w-1'] }], deleted),
      wants: ['hold InUse'],
    },
    {
      it: 'waits for its own containers before it leaves it to others',
      given: view(0, [{ ...ours, ...inUse, unclaimed: ['shop-db-1'] }], deleted),
      wants: ['hold InUse'],
    },
    {
      it: 'of two takes the one away that nobody is in, of another home neither',
      given: view(1, [ours, { ...second, unclaimed: ['shop-db-1'] }]),
      wants: ['remove n1'],
    },
    { it: 'never touches a foreign one (S4)', given: view(0, [foreign]), wants: [] },
    { it: 'does not take a foreign one for its own', given: view(1, [foreign]), wants: ['hold ForeignObject'] },
    { it: 'adopts a foreign one that is to be ours', given: view(1, [adoptable]), wants: ['adopt f1'] },
    { it: 'adopts none of which there are two', given: view(1, [adoptable, foreign]), wants: ['hold ForeignObject'] },
    { it: 'adopts none beside ours', given: view(1, [ours, adoptable]), wants: ['hold Ambiguous'] },
    { it: 'adopts none that no task is in', given: view(0, [adoptable]), wants: [] },
    { it: 'uses an external one and never removes it', given: view(0, [ours], external), wants: [] },
    { it: 'says that an external one is missing', given: view(1, [], external), wants: ['hold ExternalMissing'] },
    {
      it: 'misses no external one that is not declared any more',
      given: view(1, [], aNetwork({ external: true }, { deletionTimestamp: ago(0) })),
      wants: ['hold InUse'],
    },
    {
      it: 'does not change one under its containers',
      given: view(1, [{ ...ours, difference: 'its driver is macvlan' }]),
      wants: ['hold SpecDiffers'],
    },
    {
      it: 'does not change one between two containers either, as a task is about to be in it',
      given: { ...view(0, [{ ...ours, difference: 'its driver is macvlan' }]), awaited: true },
      wants: [],
    },
    {
      it: 'is made anew as declared while its services are stopped',
      given: { ...view(0, [{ ...ours, difference: 'its driver is macvlan' }]), awaited: true, stopped: true },
      wants: ['remove n1'],
    },
    {
      it: 'is not made anew where it is as declared',
      given: { ...view(0, [ours]), awaited: true, stopped: true },
      wants: [],
    },
    {
      it: 'is not made anew under a container that is in it',
      given: { ...view(0, [{ ...ours, ...inUse, difference: 'its driver is macvlan' }]), awaited: true, stopped: true },
      wants: [],
    },
    {
      it: 'of others is gone without an answer of the host',
      given: view(0, silent, aNetwork({ external: true }, { deletionTimestamp: ago(0) })),
      wants: [],
    },
    {
      it: 'is gone without an answer of the host that never had it, though a service is to have it',
      given: { ...unseen(view(0, silent, deleted)), awaited: true },
      wants: [],
    },
    { it: 'waits while the host does not answer (S5)', given: view(1, silent), wants: ['hold HostUnreachable'] },
    {
      it: 'is not done with its deletion before the host answers',
      given: view(0, silent, deleted),
      wants: ['hold HostUnreachable'],
    },
    { it: 'takes away what is surplus of several of ours', given: view(1, [second, ours]), wants: ['remove n2'] },
    { it: 'keeps the one with containers', given: view(1, [ours, { ...second, ...inUse }]), wants: ['remove n1'] },
    {
      it: 'keeps one where a service is about to have tasks',
      given: { ...view(0, [ours, second]), awaited: true },
      wants: ['remove n2'],
    },
    {
      it: 'waits while several of ours have containers',
      given: view(2, [
        { ...ours, ...inUse },
        { ...second, ...inUse },
      ]),
      wants: ['hold Ambiguous'],
    },
    {
      it: 'takes all of ours away with its deletion',
      given: view(0, [ours, second], deleted),
      wants: ['remove n1', 'remove n2'],
    },
    { it: 'touches no foreign one beside ours (S4)', given: view(1, [foreign, ours]), wants: ['hold Ambiguous'] },
    { it: 'takes ours away beside a foreign one', given: view(0, [foreign, ours]), wants: ['remove n1'] },
    { it: 'waits for its tasks beside a foreign one', given: view(1, [ours, foreign], deleted), wants: ['hold InUse'] },
    { it: 'takes surplus away beside a foreign one', given: view(1, [ours, foreign, second]), wants: ['remove n2'] },
    { it: 'can use no external one of several', given: view(1, [ours, second], external), wants: ['hold Ambiguous'] },
    { it: 'minds no external ones where no task is', given: view(0, [ours, second], external), wants: [] },
    { it: 'makes none on an engine that nobody approved', given: view(1, other), wants: ['hold EngineChanged'] },
    {
      it: 'is not deleted on an engine that nobody approved',
      given: view(0, other, deleted),
      wants: ['hold EngineChanged'],
    },
    {
      it: 'needs no answer where nothing is to go, whoever may have it',
      given: { ...view(0, silent), unknown: new Set(['a']) },
      wants: [],
    },
    {
      it: 'is not where it should be when a service is to have it and no host answers',
      given: { ...view(0, silent), awaited: true },
      wants: ['hold HostUnreachable'],
    },
  ])
    it(sentence, () => deepEqual(planNetwork(given).map(inWords), wants))

  for (const { it: sentence, containers, ends, ...others } of [
    { it: 'by itself', containers: ['shop-web-1'], ends: 'shop-web-1 is still in it' },
    {
      ...{ it: 'and one-offs', containers: ['one', 'two', 'three'] },
      oneOffs: [
        { stack: 'shop', name: 'one' },
        { stack: 'news', name: 'two' },
        { stack: 'shop', name: 'three' },
      ],
      ends: 'one, two, three are still in it; to remove one-off containers: `reconcile rm one three -n shop`, `reconcile rm two -n news`',
    },
    {
      ...{ it: 'and what was left', containers: ['shop-web-1', 'one'], taskless: ['one'] },
      ends: "shop-web-1, one are still in it: remove what is no task's, as with `docker rm -f one`",
    },
  ])
    it(`says what ends those that no loop takes away: a task ${sentence}`, () => {
      const [held] = planNetwork(view(0, [{ ...ours, containers, ...others }], deleted))
      deepEqual(held?.because, `it is deleted, but ${ends}`)
    })

  it('says why its deletion waits for a host of which nobody knows whether it has it', () => {
    const [held] = planNetwork({ ...unseen(view(0, silent, deleted)), unknown: new Set(['a']) })
    deepEqual(held?.because, 'a does not answer; whether it has the network shop_default is not known before that')
  })

  it('says where an external one is made that another stack declares, and what to do', () => {
    const wordsOf = (nodes: readonly string[]) =>
      planNetwork({ ...view(1, [], external), declarer: { stack: 'edge', nodes } })[0]?.because ?? ''
    match(wordsOf(['b', 'c']), /the stack edge declares it.*own tasks use it \(b, c\).*`node\.name==b`; or .* on a,/)
    match(wordsOf([]), /^a has no network shop_default: the stack edge declares it, and has no task with it anywhere: /)
  })

  for (const { it: sentence, removal, network, obstacle, wants, says } of [
    {
      it: 'waits with its deletion for containers of others, with how they come off',
      ...{ removal: {}, network: deleted, obstacle: { foreign: ['db', 'x'] } },
      ...{
        wants: 'hold ForeignUsers',
        says: /are not ours are in it: db, x; .*`docker network disconnect -f shop_default db`/,
      },
    },
    {
      it: 'waits with its deletion for the engine, with its words',
      ...{ removal: {}, network: deleted, obstacle: { detail: 'active endpoints' } },
      ...{
        wants: 'hold KeptByEngine',
        says: /the engine keeps it: active endpoints; .*`docker network inspect shop_default`/,
      },
    },
    {
      it: 'leaves one that is declared',
      ...{ removal: {}, network: aNetwork(), obstacle: { foreign: ['db'] } },
      ...{ wants: 'keep n1', says: /not ours are in it: db/ },
    },
    {
      it: 'leaves one of a former name, which it calls by its id',
      ...{ removal: { former: true as const }, network: aNetwork(), obstacle: { foreign: ['db'] } },
      ...{ wants: 'keep n1 of before', says: /disconnect -f n1 db/ },
    },
    {
      it: 'says that one of two is too many, whoever is in it',
      ...{ removal: { surplus: true as const }, network: aNetwork(), obstacle: { detail: 'active endpoints' } },
      ...{ wants: 'hold Ambiguous', says: /docker network inspect n1`/ },
    },
  ])
    it(`${sentence}, where its engine refuses its removal`, () => {
      const held = removalHeld(
        { node: 'a', id: 'n1', because: 'it goes', ...removal },
        { network, hostName: 'shop_default' },
        obstacle,
      )
      deepEqual(inWords(held), wants)
      match(held.because, says)
    })

  it('says of what nobody says that they made it how it becomes ours', () => {
    const wordsOf = (maker: object) => planNetwork(view(1, [{ ...foreign, maker }]))[0]?.because ?? ''
    match(wordsOf({}), /is not ours: `reconcile apply --adopt` takes it over; or remove it/)
    match(wordsOf({ project: 'other' }), /is not ours: remove it/)
    match(wordsOf({ project: 'shop' }), /`reconcile adopt shop` takes it over/)
  })
})
