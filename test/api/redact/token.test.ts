import { equal } from 'node:assert/strict'
import { redactTokens } from '../../../api/v1/redact/token.ts'
import { looksSecret, redactAssigned } from '../../../api/v1/redact/redact.ts'
import { costsAtMost } from '../../support/processor-time.ts'

/** Built from parts, as a token in the source would alarm secret scanners. */
const of = (prefix: string, length: number, letter = 'a') => prefix + letter.repeat(length)
const PEM = ['-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA ', 'PRIVATE KEY-----'].join('')

describe('what tells itself as a secret', () => {
  for (const [name, token] of [
    ['a private key', PEM],
    ['a private key that is cut off', PEM.slice(0, 40)],
    ['a token of GitHub', of('ghp_', 36)],
    ['a fine-grained one', of('github_pat_', 60)],
    ['one of GitLab', of('glpat-', 20)],
    ['one of Slack', of('xoxb-', 24, '1')],
    ['a key of Stripe', of('sk_live_', 24)],
    ['a key for a model', of('sk-ant-api03-', 60)],
    ['a key of Google', of('AIza', 35)],
    ['a web token', `${of('eyJ', 20)}.${of('eyJ', 30)}.${of('', 40)}`],
    ['a token of npm', of('npm_', 36)],
    ['one of Docker Hub', of('dckr_pat_', 27)],
    ['one of Vault', of('hvs.', 40)],
    ['the token of a swarm', of('SWMTKN-1-', 60)],
    ['the hash of a password', of('$apr1$x$', 22)],
    ['one by bcrypt, escaped for Compose', of('$$2y$$05$$', 53)],
    ['one by Argon2', of('$argon2id$v=19$m=65536,t=3,p=4$', 60)],
    ['a key of age', of('AGE-SECRET-KEY-1', 58, 'Q')],
  ] as const)
    it(`${name} is hidden, whatever it is called and wherever it stands`, () => {
      equal(looksSecret('CI', token), true)
      equal(redactTokens(`begin ${token}`), 'begin ***')
      equal(redactAssigned(`curl -H x:${token}`).includes(token), false)
    })

  for (const text of [
    'sk-learn',
    'sk-learn-pipeline-for-the-production-environment-2',
    'task-runner-with-a-rather-long-name-of-a-host',
    'npm_config_cache',
    '$2 $5 ${1} $$ $5$x',
    'ghp_short',
    '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
    'eyJhbGciOi',
    'sha256:0123456789abcdef0123456789abcdef',
  ])
    it(`${JSON.stringify(text)} is shown`, () => equal(redactTokens(text), text))

  it('is found in time in whatever text (S12)', async () => {
    const parts = [
      '-----BEGIN PRIVATE KEY-----',
      'eyJ',
      'eyJaaaaaaaaaaa.',
      'sk-',
      'glpat-',
      'ghp_a',
      'SG.a',
      'eyJ-',
      'SG.-',
      '$5$',
      '$2y$aaaaaaaaaaaa',
    ]
    await costsAtMost(10_000, () => parts.forEach((part) => redactTokens(part.repeat(100_000))))
  })
})
