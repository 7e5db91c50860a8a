import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1NodeStatus } from '../../../api/v1/generated/types.ts'
import { decisionIn } from '../../../api/v1/other-engine-words.ts'
import {
  type Answering,
  type Choices,
  otherEngine,
  otherEngineInFull,
} from '../../../controllers/holds/engine-guard.ts'

const before: V1NodeStatus = { engineID: 'E1', hostname: 'h1', address: 'tcp://h1:2375' }
const other: Answering = { id: 'E2', name: 'h2', address: 'tcp://h2:2375' }

const identity = (answering: Answering, recorded = before, owner?: string) => ({
  ...{ node: 'local', answering, recorded },
  approved: () => undefined,
  owner: () => owner,
})
const inFull = (choices: Partial<Choices> = {}, owner?: string) =>
  otherEngineInFull(identity(other, before, owner), () => ({ isDeclared: false, ...choices })) ?? ''

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
      const full = otherEngineInFull(identity(answering, recorded), () => ({ isDeclared: false })) ?? ''
      equal(full.startsWith(`${what}, as where`), true, full)
      equal(otherEngine(identity(answering, recorded)), `${what}: \`reconcile describe node/local\` says what to do`)
    })

  for (const { it: sentence, choices, words } of [
    {
      it: 'may be there as the environment names it',
      choices: {},
      words:
        /as where DOCKER_HOST or a Docker context names another host.*; unless that is meant, set DOCKER_HOST as before, use another RECONCILE_HOME for that host, or declare both hosts as Nodes \(docs\/hosts\.md\); if it is, `reconcile approve node\/local`, which makes there what it lacks$/,
    },
    {
      it: 'may be there as its manifest names it',
      choices: { isDeclared: true },
      words: /as where its manifest names another host.*; unless that is meant, correct spec\.engine, /,
    },
    {
      it: 'is told with what its approval would make there, a second time',
      choices: { lacking: ['s1/a', 's1/b', 's1/c', 's1/d'] },
      words: /approve node\/local`, which makes there what it lacks, .*: s1\/a, s1\/b, s1\/c and 1 more$/,
    },
    {
      it: 'is told to cost nothing where it has all of it',
      choices: { lacking: [] },
      words: /approve node\/local`, which makes nothing anew: all that is to run there is there$/,
    },
  ])
    it(sentence, () => match(inFull(choices), words))

  it('is told as what it is, and what to do about it', () => {
    const { what, remedy } = decisionIn(inFull()) ?? {}
    match(what ?? '', /^another engine .* or Docker was upgraded from 20\.10$/)
    match(remedy ?? '', /^unless that is meant, set DOCKER_HOST as before/)
    deepEqual([decisionIn(inFull({}, 'b')), decisionIn('another one')], [undefined, undefined])
  })

  it('is that of another node: then its address is to be corrected, and nothing to be approved', () =>
    match(
      inFull({}, 'b'),
      /recorded \(host h1 .*\): it is that of node b, so correct spec\.engine in the manifest of node local$/,
    ))
})
