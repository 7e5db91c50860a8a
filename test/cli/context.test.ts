import { equal } from 'node:assert/strict'
import { homeOf } from '../../cli/context.ts'

describe('the home of an installation', () => {
  const HOME = '/home/ada'
  for (const [words, env, home] of [
    ['is RECONCILE_HOME', { RECONCILE_HOME: '/srv/reconcile' }, '/srv/reconcile'],
    ['is in the working directory where that is relative', { RECONCILE_HOME: 'own' }, '/here/own'],
    ['is in the home of the user where no shell was there to say so', { RECONCILE_HOME: '~/own' }, '/home/ada/own'],
    ['is in XDG_STATE_HOME without it', { XDG_STATE_HOME: '/var/state' }, '/var/state/reconcile'],
    ['is in no XDG_STATE_HOME that is relative', { XDG_STATE_HOME: 'state' }, '/home/ada/.local/state/reconcile'],
  ] as const)
    it(words, () => equal(homeOf({ HOME, ...env }, '/here'), home))
})
