import { equal } from 'node:assert/strict'
import { redactUrls } from '../../../api/v1/redact/url.ts'
import { looksSecret } from '../../../api/v1/redact/redact.ts'
import { costsAtMost } from '../../support/processor-time.ts'

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

describe('hiding the passwords of URLs', () => {
  for (const [text, shown] of [
    ['http://me:hunter2@db:80/x', 'http://me:***@db:80/x'],
    ['http://me:hun@ter2@db/x', 'http://me:***@db/x'],
    ['http://me@corp:hunter2@db/x', 'http://me@corp:***@db/x'],
    ['http://me:hun/ter2@db/x', 'http://me:***@db/x'],
    ['http://me:hun:ter2@db', 'http://me:***@db'],
    ['http://me:hun?ter#2@db', 'http://me:***@db'],
    [`http://me:hun'te"r2@db`, 'http://me:***@db'],
    ['http://me:1234/hunter2@db', 'http://me:***@db'],
    ['http://me:hunter2,x://y@db', 'http://me:***@db'],
    ['http://me:hun%40ter%2F2@db', 'http://me:***@db'],
    ['redis://:hunter2@cache:6379/0', 'redis://:***@cache:6379/0'],
    ['http://me:hunter2@[::1]:80/x', 'http://me:***@[::1]:80/x'],
    ['http://[::1]/?next=http://me:hunter2@db', 'http://[::1]/?next=http://me:***@db'],
    ['jdbc:mysql://me:hunter2@db/x', 'jdbc:mysql://me:***@db/x'],
    ['DSN=postgres://me:hunter2@db', 'DSN=postgres://me:***@db'],
    ['from a://u:hunter2@x to b://v:hunter2@y', 'from a://u:***@x to b://v:***@y'],
    ['a://u:hunter2@x:1,b://v:hunter2@y:2', 'a://u:***@x:1,b://v:***@y:2'],
    ['x?to=http%3A%2F%2Fme%3Ahunter2%40db%2Fx', 'x?to=http%3A%2F%2Fme%3A***%40db%2Fx'],
    ['me:hunter2@db:5432/x', 'me:***@db:5432/x'],
    ['me:hun@ter2@db', 'me:***@db'],
    ['me:hun/ter2@tcp(db:3306)/x', 'me:***@tcp(db:3306)/x'],
    ['me@corp:hunter2@db', 'me@corp:***@db'],
    ['"me:hunter2@db"', '"me:***@db"'],
    ['url=:hunter2@cache', 'url=:***@cache'],
    ['//me:hunter2@db/x', '//me:***@db/x'],
    [`docker://me:hunter2@registry/app@${DIGEST}`, `docker://me:***@registry/app@${DIGEST}`],
  ] as const) {
    it(`shows ${text.replaceAll('hun', '…')} as ${shown}`, () => {
      equal(redactUrls(text), shown)
      equal(redactUrls(shown), shown)
      equal(looksSecret('URL', text), true)
    })
  }

  for (const text of [
    'http://db:80/x',
    'http://me@db/x',
    'http://me:@db/x',
    'http://[::1]:80/a@b',
    'ssh://git@host:22/x',
    `registry:5000/app:1@${DIGEST}`,
    `docker://registry:5000/app@${DIGEST}`,
    'git@host:owner/repo',
    'src:/app/@types',
    './src:/app/@types',
    'mailto:me@example.com',
    'me@example.com',
    '{"mail":"me@example.com"}',
    '@',
    '@sha256:',
  ])
    it(`leaves ${text} as it is`, () => {
      equal(redactUrls(text), text)
      equal(looksSecret('URL', text), false)
    })

  it('is done in time, whatever the text (S12)', async () => {
    const parts = ['a://b:', 'a://b:c@', ',a://b:c@', 'a:b@', '@sha256:', '://[', 'a=', '%3A%2F%2Fa%3Ab%40', ',a', '@ ']
    const texts = parts.flatMap((part) => ['', '@', ' x:y@z'].map((last) => part.repeat(100_000) + last))
    await costsAtMost(10_000, () => texts.forEach((text) => redactUrls(text)))
  })
})
