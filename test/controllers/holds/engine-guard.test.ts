import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Node, V1NodeStatus, V1OtherEngine } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { decisionWords, engineDecision, heldByOther } from '../../../api/v1/other-engine.ts'
import { type Answering, otherEngine } from '../../../controllers/holds/engine-guard.ts'

const before: V1NodeStatus = { engineID: 'E1', hostname: 'h1', address: 'tcp://h1:2375' }
const other: Answering = { id: 'E2', name: 'h2', address: 'tcp://h2:2375' }

function found(answering = other, recorded = before, owner?: string): V1OtherEngine {
  const choice = { approved: () => undefined, owner: () => owner }
  const engine = otherEngine({ answering, recorded, ...choice })
  if (!engine) throw new Error('no other engine is seen')
  return engine
}

const local = (status = before, host?: string): V1Node => ({
  ...{ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, status },
  spec: host === undefined ? {} : { engine: { host } },
})

const inFull = (engine: V1OtherEngine, node = local()) => decisionWords(engineDecision(node, engine))

describe('another engine than the recorded one', () => {
  for (const { it: sentence, answering, recorded, words } of [
    {
      it: 'is named by its host and its address',
      answering: other,
      recorded: before,
      words: 'host h2 at tcp://h2:2375|host h1 at tcp://h1:2375',
    },
    {
      it: 'is named by its id where it is the same host at the same address, as after an upgrade',
      answering: { ...other, name: 'h1', address: 'tcp://h1:2375' },
      recorded: before,
      words: 'E2|E1',
    },
    {
      it: 'is named by its id where nobody knows which host was recorded',
      answering: other,
      recorded: { engineID: 'E1' },
      words: 'E2|E1',
    },
  ])
    it(sentence, () => {
      const [is, was] = words.split('|')
      const what = `another engine (${is}) answers at node local than the one recorded (${was})`
      const engine = found(answering, recorded)
      const full = inFull(engine, local(recorded))
      equal(full.startsWith(`${what}, as where`), true, full)
      equal(heldByOther(local(recorded), engine), `${what}: \`reconcile describe node/local\` says what to do`)
    })

  for (const { it: sentence, host, lacking, unplaced, words } of [
    {
      it: 'may be there as the environment names it',
      words:
        /as where DOCKER_HOST or a Docker context names another host.*; unless that is meant, set DOCKER_HOST as before, use another RECONCILE_HOME for that host, or declare both hosts as Nodes \(docs\/hosts\.md\); if it is, `reconcile approve node\/local`, which makes there what it lacks$/,
    },
    {
      it: 'may be there as its manifest names it',
      host: 'tcp://h2:2375',
      words: /as where its manifest names another host.*; unless that is meant, correct spec\.engine, /,
    },
    {
      it: 'is told with what its approval would make there, a second time',
      lacking: ['s1/a', 's1/b', 's1/c', 's1/d'],
      unplaced: [],
      words:
        /approve node\/local`, which makes there what it lacks, though that may run on .*: s1\/a, s1\/b, s1\/c, s1\/d$/,
    },
    {
      it: 'is told with what waits for it alone, which runs nowhere',
      lacking: [],
      unplaced: ['s2/a'],
      words: /approve node\/local`, which makes there what has no node yet: s2\/a$/,
    },
    {
      it: 'is told with all that its approval would make there',
      lacking: ['s1/a'],
      unplaced: ['s2/a'],
      words: /, which makes there what it lacks, though that may run on .*: s1\/a, and what has no node yet: s2\/a$/,
    },
    {
      it: 'is told to cost nothing where it has all of it',
      lacking: [],
      unplaced: [],
      words: /approve node\/local`, which makes nothing anew: all that is to run there is there$/,
    },
  ])
    it(sentence, () =>
      match(inFull({ ...found(), ...(lacking && unplaced ? { lacking, unplaced } : {}) }, local(before, host)), words),
    )

  it('is told as what it is, and what to do about it', () => {
    const { what, remedy } = engineDecision(local(), found())
    match(what, /^another engine .* or Docker was given another data-root$/)
    match(remedy ?? '', /^unless that is meant, set DOCKER_HOST as before/)
  })

  it('is that of another node: then its address is to be corrected, and nothing to be approved', () => {
    const declared = { ...local(), spec: { engine: { host: 'tcp://10.0.0.1:2375' } } }
    const { what, remedy } = engineDecision(declared, found(other, before, 'b'))
    match(what, /recorded \(host h1 .*\): it is that of node b$/)
    equal(remedy, 'correct spec.engine in the manifest of node local')
  })

  it('is that of another node: this machine, which no manifest names, may take the place of the one recorded', () => {
    const { what, remedy } = engineDecision(local(), found(other, before, 'b'))
    match(what, /: it is that of node b$/)
    equal(
      remedy,
      'unless this machine is to be node local from now on, set DOCKER_HOST as before; if it is, `reconcile delete node/b`, then `reconcile approve node/local`, and what runs there goes on (docs/backups.md)',
    )
  })

  it('is none where the recorded one answers, a person approved it, or nothing is known of either', () => {
    const seen = (answering: Answering | undefined, recorded: V1NodeStatus | undefined, approved?: string) =>
      otherEngine({ answering, recorded, approved: () => approved, owner: () => undefined })
    deepEqual(
      [seen({ ...other, id: 'E1' }, before), seen(other, before, 'E2'), seen(undefined, before), seen(other, {})],
      [undefined, undefined, undefined, undefined],
    )
  })
})

describe('an engine that answers with another id', () => {
  const [key, uuid] = [Array(12).fill('BIF7').join(':'), '7e9ba3d0-8047-4075-b4a1-e0a8f150d9a2']
  const recorded = { engineID: key, hostname: 'h1', dataID: 'D1' }
  const answering = { id: uuid, name: 'h1', dataID: 'D1' }
  for (const { it: sentence, was = recorded, is = answering, owner, wants = false } of [
    { it: 'is the recorded one where that was 20.10, with the same data on the same host', wants: true },
    {
      it: 'is the recorded one where it is 20.10 again',
      was: { ...recorded, engineID: uuid },
      is: { ...answering, id: key },
      wants: true,
    },
    { it: 'is another one with other data', is: { ...answering, dataID: 'D2' } },
    { it: 'is not known to be the recorded one before its data is', is: { id: uuid, name: 'h1' } },
    { it: 'is not known to be it where nothing is recorded of its data', was: { engineID: key, hostname: 'h1' } },
    { it: 'is another one on another host, as a copy is', is: { ...answering, name: 'h2' } },
    {
      it: 'is another one where both are 20.10, as a copy with a key of its own',
      is: { ...answering, id: key.replace('B', 'C') },
    },
    {
      it: 'is another one where neither is, as a copy with an id of its own',
      was: { ...recorded, engineID: uuid.replace('7', '8') },
    },
    { it: 'is another one where its id has neither form', is: { ...answering, id: 'E2' } },
    { it: 'is another one where another node has it on record, as an upgraded copy', owner: 'b' },
  ] as const)
    it(sentence, () =>
      equal(
        otherEngine({ answering: is, recorded: was, approved: () => undefined, owner: () => owner }) === undefined,
        wants,
      ),
    )
})
