import { equal, match } from 'node:assert/strict'
import { unappliedBecause } from '../../../cli/local/request/unapplied.ts'

describe('a service of the project here that is not there', () => {
  const profiles = new Map([
    ['web', []],
    ['tool', ['debug', 'dev']],
    ['admin', ['ops']],
  ])
  const declared = (active: readonly string[]) => ({ profiles, active, files: ['compose.yaml'] })
  const because = (service: string, applied: readonly string[] = [], active: readonly string[] = []) =>
    unappliedBecause({ service, stack: 'shop', verb: 'run', applied }, declared(active))
  const rows: readonly [what: string, args: Parameters<typeof because>, says: RegExp | undefined][] = [
    ['is not told where the files lack it, and others are there', ['other', ['web']], undefined],
    ['is to be applied', ['web'], /stack shop: compose\.yaml has it, and it was not applied$/],
    ['is of a profile', ['tool', ['web']], /it is of the profile debug or dev, with which/],
    ['is of a profile though others are on', ['tool', [], ['ops']], /profile debug or dev/],
    ['is of a profile that is on', ['tool', [], ['dev']], /it was not applied$/],
    ['is of a profile where all are on', ['tool', [], ['*']], /it was not applied$/],
  ]
  it('is in no file', () => {
    match(because('wbe')?.message ?? '', /and compose\.yaml has none; did you mean web\?$/)
    equal(because('wbe')?.remedy, 'name one of web, tool, admin')
  })
  it('is to be started for what is run in it, alone or with its profile', () => {
    const remedy = (service: string, active: readonly string[] = []) =>
      unappliedBecause({ service, stack: 'shop', verb: 'exec', applied: ['web'] }, declared(active))?.remedy
    const alone = (service: string) =>
      `run this again after \`reconcile up ${service}\`, which starts it and what it depends on`
    equal(remedy('web'), alone('web'))
    equal(remedy('tool', ['dev']), alone('tool'))
    const all = ', or after `reconcile up --profile debug`, which starts all of the profile'
    equal(remedy('tool'), `${alone('tool')}${all}`)
  })
  for (const [what, args, says] of rows)
    it(what, () => {
      const why = because(...args)
      if (!says) return equal(why, undefined)
      match(why?.message ?? '', says)
      match(why?.remedy ?? '', new RegExp(`after \`reconcile up --scale ${args[0]}=0 ${args[0]}\`, which`))
    })
})
