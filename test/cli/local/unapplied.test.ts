import { equal, match } from 'node:assert/strict'
import { unappliedBecause } from '../../../cli/local/request/unapplied.ts'

describe('a service of the project here that is not there', () => {
  const profiles = new Map([
    ['web', []],
    ['tool', ['debug', 'dev']],
    ['admin', ['ops']],
  ])
  const because = (service: string, applied: readonly string[] = [], active: readonly string[] = []) =>
    unappliedBecause({ service, stack: 'shop', applied }, { profiles, active, files: ['compose.yaml'] })
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
  for (const [what, args, says] of rows)
    it(what, () => {
      const why = because(...args)
      if (!says) return equal(why, undefined)
      match(why?.message ?? '', says)
      match(why?.remedy ?? '', new RegExp(`after \`reconcile up --scale ${args[0]}=0 ${args[0]}\`, which`))
    })
})
