import { equal } from 'node:assert/strict'
import { redactKnown } from '../../../api/v1/redact/known.ts'

describe('S9: what a container printed', () => {
  const env = [
    { name: 'DB_PASSWORD', value: 'hunter2-2' },
    { name: 'OLD_PASSWORD', value: 'hunter2-2-old' },
    { name: 'AUTH_MODE', value: 'password' },
    { name: 'TOKEN', value: 'abc1' },
    { name: 'API_KEY' },
    { name: 'RELEASE', value: 'v1.20.300' },
    { name: 'URL', value: 'pg://me:hunter5@db/x' },
  ]
  for (const [text, shown] of [
    ['login as hunter2-2 failed, and hunter2-2-old', 'login as *** failed, and ***'],
    ['no route to pg://me:hunter5@db/x', 'no route to ***'],
    ['wrong password in v1.20.300: abc1', 'wrong password in v1.20.300: abc1'],
  ] as const)
    it(`is ${shown}`, () => equal(redactKnown(text, env), shown))
})
