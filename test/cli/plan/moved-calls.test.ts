import { deepEqual } from 'node:assert/strict'
import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import { movedCalls } from '../../../cli/plan/moved-calls.ts'

const call = (body: object): PlannedCall => ({
  ...{ node: 'local', method: 'POST', path: '/containers/create?name=shop-web-1', body },
  ...{ object: 'Task/shop/web-1', reason: 'it has no container yet', at: 0.02 },
})
const at = (directory: string, more: object = {}) => ({
  Labels: {
    'com.docker.compose.project.working_dir': directory,
    'com.docker.compose.project.config_files': `${directory}/compose.yaml`,
    ...more,
  },
})
const hashed = (hash: string) => ({
  'reconcile.dev/spec-hash': hash,
  'com.docker.compose.config-hash': hash,
  'reconcile.dev/created-by-revision': hash,
})
const env = (...all: readonly string[]) => ({ Env: all })

describe('what the calls of a kept plan and those of now have otherwise', () => {
  for (const { it: sentence, before, now, says } of [
    { it: 'is nothing where only the checkout lies elsewhere', before: at('/a'), now: at('/b') },
    {
      it: 'is a bind mount, where that is of the checkout',
      before: { ...at('/a', hashed('v1:1')), HostConfig: { Mounts: [{ Source: '/a/conf' }] } },
      now: { ...at('/b', hashed('v1:2')), HostConfig: { Mounts: [{ Source: '/b/conf' }] } },
      says: 'HostConfig.Mounts[0].Source /a/conf → /b/conf',
    },
    {
      it: 'is a label of people',
      before: at('/a', { tier: 'x' }),
      now: at('/b'),
      says: 'Labels.tier x → (none)',
    },
    {
      it: 'is a value that is not shown, where only the hash of it differs',
      before: { ...at('/a', hashed('v1:1')), ...env('TOKEN=***') },
      now: { ...at('/b', hashed('v1:2')), ...env('TOKEN=***') },
      says: 'a value that looks secret, and is not shown: that of Env TOKEN',
    },
    {
      it: 'is one of several such values, or of none that is known',
      before: { ...at('/a', hashed('v1:1')), Env: ['A=1', 'TOKEN=***', 'DB_PASSWORD=***'], Cmd: ['x', '--key=***'] },
      now: { ...at('/b', hashed('v1:2')), Env: ['A=1', 'TOKEN=***', 'DB_PASSWORD=***'], Cmd: ['x', '--key=***'] },
      says: 'a value that looks secret, and is not shown: one of Env TOKEN, Env DB_PASSWORD, Cmd[1]',
    },
    {
      it: 'is at most three fields',
      before: env('A=1', 'B=1', 'C=1', 'D=1'),
      now: env('A=2', 'B=2', 'C=2', 'D=2'),
      says: 'Env[0] A=1 → A=2, Env[1] B=1 → B=2, Env[2] C=1 → C=2, and 1 more',
    },
  ])
    it(sentence, () => {
      const line = `another now: POST /containers/create?name=shop-web-1 on local for Task/shop/web-1: ${says}`
      deepEqual(movedCalls([call(before)], [call(now)]), says === undefined ? [] : [line])
    })

  it('is its field first, where the task of another revision is made and started', () => {
    const start = { ...call({}), path: '/containers/shop-web-1/start', body: undefined }
    const of = (object: string, Image: string) => [
      { ...start, object },
      { ...call({ Image }), object },
    ]
    deepEqual(movedCalls(of('Task/shop/web-1-a', 'x'), of('Task/shop/web-1-b', 'y')), [
      'another now: POST /containers/create?name=shop-web-1 on local for Task/shop/web-1-a: Image x → y',
      'for Task/shop/web-1-b now: POST /containers/shop-web-1/start on local for Task/shop/web-1-a',
    ])
  })

  it('is its field, where that container is made beside the one before, named by its revision', () => {
    const of = (revision: string, Image: string) => [
      { ...call({ Image }), path: `/containers/create?name=shop-web-1.${revision}` },
      { ...call({}), path: `/containers/shop-web-1.${revision}/rename?name=shop-web-1`, body: undefined },
    ]
    deepEqual(movedCalls(of('cbba705017-ea19de9de8', 'x'), of('b0c50e1b34', 'y')), [
      'another now: POST /containers/create?name=shop-web-1.cbba705017-ea19de9de8 on local for Task/shop/web-1: Image x → y',
      'for Task/shop/web-1 now: POST /containers/shop-web-1.cbba705017-ea19de9de8/rename?name=shop-web-1 on local for Task/shop/web-1',
    ])
  })
})
