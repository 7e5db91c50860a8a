import { deepEqual } from 'node:assert/strict'
import { constraintRules } from '../../api/v1/placement-constraint.ts'

const one = (text: string) =>
  constraintRules(['node.role==manager', text]).map(({ path, message }) => `${path.join('.')} ${message}`)
const at = 'spec.placement.constraints.1'
const all =
  'use one of node.labels.NAME, node.hostname, node.id, node.name, node.role, node.platform.os, node.platform.arch'

describe('constraintRules', () => {
  for (const text of ['node.labels.zone == eu', 'Node.Hostname!=a', 'node.platform.os==linux', 'node.labels.a.b==1'])
    it(`takes ${text}`, () => deepEqual(one(text), []))

  for (const text of ['node.labels.zone=eu', 'zone', '== a', 'node.role== ', ''])
    it(`refuses ${text || 'nothing'}, which can't be read`, () =>
      deepEqual(one(text), [`${at} can't be read: write name==value or name!=value`]))

  it('refuses one that is blank for long in no time', () =>
    deepEqual(one(`node.role==${' '.repeat(4_000)}%`), [
      `${at} can't be read: write name==value or name!=value`,
    ])).timeout(2_000)

  for (const [text, key, near] of [
    ['engine.labels.zone==eu', 'engine.labels.zone', '; did you mean node.labels.zone?'],
    ['node.hostnam == a', 'node.hostnam', '; did you mean node.hostname?'],
    ['node.labels.==a', 'node.labels.', ''],
    ['zone==eu', 'zone', ''],
  ] as const)
    it(`refuses ${text}, which no node could meet`, () =>
      deepEqual(one(text), [`${at} ${key} is nothing that a node has: ${all}${near}`]))
})
