import { deepEqual, equal } from 'node:assert/strict'
import { inspect } from 'node:util'
import { looksSecret, redactEnv, redactTemplate } from '../../api/v1/redact.ts'
import { secretValue } from '../../api/v1/secret-value.ts'

describe('looksSecret', () => {
  const secret = [
    'DB_PASSWORD',
    'POSTGRES_PASSWORD',
    'apiKey',
    'API_KEY',
    'GITHUB_TOKEN',
    'SECRET',
    'SECRET_KEY_BASE',
    'dbpassword',
    'AWS_SECRET_ACCESS_KEY',
    'pgpassword',
  ]
  const plain = ['PATH', 'PWD', 'KEYBOARD', 'MONKEY', 'DB_PASSWORD_FILE', 'LANG', 'TOKENIZER', 'HOST']
  for (const name of secret) it(`hides ${name}`, () => equal(looksSecret(name), true))
  for (const name of plain) it(`shows ${name}`, () => equal(looksSecret(name), false))

  it('hides a URL with a password in it', () => {
    equal(looksSecret('DATABASE_URL', 'postgres://me:hunter2@db/x'), true)
    equal(looksSecret('DATABASE_URL', 'postgres://db/x'), false)
  })
})

describe('redacting', () => {
  it('hides values, not names, and keeps the list where nothing is hidden', () => {
    const env = [{ name: 'A', value: 'b' }]
    equal(redactEnv(env), env)
    deepEqual(redactEnv([{ name: 'TOKEN', value: 'b' }, { name: 'KEY' }]), [
      { name: 'TOKEN', value: '***' },
      { name: 'KEY' },
    ])
  })

  it('reaches build arguments and hooks', () => {
    const env = [{ name: 'TOKEN', value: 'hunter2' }]
    const template = { image: 'a', env, build: { args: env }, hooks: { preStop: [{ command: ['x'], env }] } }
    equal(JSON.stringify(redactTemplate(template)).includes('hunter2'), false)
  })
})

describe('a secret value', () => {
  it('shows itself in no way but reveal', () => {
    const value = secretValue('hunter2')
    const shown = [String(value), `${value}`, JSON.stringify({ value }), inspect(value), inspect({ deep: { value } })]
    for (const text of shown) equal(text.includes('hunter2'), false, text)
    equal(new TextDecoder().decode(value.reveal()), 'hunter2')
  })
})
