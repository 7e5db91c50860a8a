import { deepEqual, equal } from 'node:assert/strict'
import { inspect } from 'node:util'
import { looksSecret, redactAssigned, redactEnv, redactWords } from '../../../api/v1/redact/redact.ts'
import { redactTemplate } from '../../../api/v1/redact/template.ts'
import { secretValue } from '../../../api/v1/redact/secret-value.ts'
import { costsAtMost } from '../../support/processor-time.ts'

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
    'db_password2',
    '--api-key',
    ...['--requirepass', 'GITHUB_PAT', 'DB_PW'],
    ...['traefik.http.middlewares.a.basicauth.users', 'masterauth'],
  ]
  const plain = ['PATH', 'PWD', 'KEYBOARD', 'MONKEY', 'DB_PASSWORD_FILE', 'LANG', 'TOKENIZER', 'HOST', 'COMPASS']
  plain.push('TOKEN_TTL', 'AUTH_ENABLED', 'PASSWORD_MIN_LENGTH', 'PATTERN')
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

  it('hides the value of a variable with the token of an Authorization header in it', () => {
    deepEqual(redactEnv([{ name: 'HEADER', value: 'Authorization: Bearer hunter2' }]), [
      { name: 'HEADER', value: '***' },
    ])
    deepEqual(redactEnv([{ name: 'HEADER', value: 'Basic aHVudGVyOmh1bnRlcg==' }]), [{ name: 'HEADER', value: '***' }])
  })

  it('reaches build arguments and hooks', () => {
    const env = [{ name: 'TOKEN', value: 'hunter2' }]
    const template = { image: 'a', env, build: { args: env }, hooks: { preStop: [{ command: ['x'], env }] } }
    equal(JSON.stringify(redactTemplate(template)).includes('hunter2'), false)
  })

  for (const [text, shown] of [
    ['addr=nas,username=me,password=hunter2,vers=3.0', 'addr=nas,username=me,password=***,vers=3.0'],
    ['addr=nas,pass=hun,ter2', 'addr=nas,pass=***'],
    ['username=me,pass=hunter2,noperm', 'username=me,pass=***'],
    ['DB_PASSWORD=hunter2 exec serve', 'DB_PASSWORD=*** exec serve'],
    [`A=1; TOKEN='hunter 2' exec serve --mode=x`, 'A=1; TOKEN=*** exec serve --mode=x'],
    ['curl http://me:hunter2@db:80/x', 'curl http://me:***@db:80/x'],
    ['PASSWORD= x', 'PASSWORD= x'],
    ['redis-server --requirepass hunter2 --port 1', 'redis-server --requirepass *** --port 1'],
    ['serve --token -v', 'serve --token -v'],
    ['a token expired', 'a token expired'],
    ['curl -H "Authorization: Bearer hunter2" db', 'curl -H "Authorization: Bearer ***" db'],
    ["curl -H 'authorization:basic hunter2'", "curl -H 'authorization:basic ***'"],
    ['{"Authorization":"Bearer hunter2","a":1}', '{"Authorization":"Bearer ***","a":1}'],
    ['{\\"Authorization\\": \\"Bearer hunter2\\"}', '{\\"Authorization\\": \\"Bearer ***\\"}'],
    ['Authorization=Basic%20hunter2,x=y', 'Authorization=Basic%20***,x=y'],
    ['Bearer hunter2', 'Bearer ***'],
    ['Basic aHVudGVyOmh1bnRlcg==', 'Basic ***'],
    ['Authorization: Bearer ${TOKEN}', 'Authorization: Bearer ${TOKEN}'],
    ['curl -H "Authorization: Bearer $(cat /t)"', 'curl -H "Authorization: Bearer $(cat /t)"'],
    ['curl -H "Authorization: Bearer $TOKEN"', 'curl -H "Authorization: Bearer $TOKEN"'],
    ['Basic auth', 'Basic auth'],
    ['a bearer token expired', 'a bearer token expired'],
    ['mysqladmin ping -phunter2 -h db', 'mysqladmin ping -p*** -h db'],
    ['nc -port 5', 'nc -port 5'],
    ['curl -fsu admin:hunter2 http://db/', 'curl -fsu admin:*** http://db/'],
    ['curl --user "admin:hunter 2" http://db/', 'curl --user "admin:***" http://db/'],
    ['curl -x p:1 --proxy-user=me:hunter2 db', 'curl -x p:1 --proxy-user=me:*** db'],
    ['curl -fsS http://db:80/u', 'curl -fsS http://db:80/u'],
    ['run --user 1000:1000 x', 'run --user 1000:1000 x'],
    ['redis-cli -a hunter2 ping || exit 1', 'redis-cli -a *** ping || exit 1'],
    ["valkey-cli -a 'hunter 2' ping", 'valkey-cli -a *** ping'],
    ['ls -a x', 'ls -a x'],
    ['mongosh -u root -p hunter2 --eval 1', 'mongosh -u root -p *** --eval 1'],
    ['mongod -p --quiet', 'mongod -p --quiet'],
    ['mode=fast,size=5', 'mode=fast,size=5'],
    ['{"db":{"password":"hunter2","port":5}}', '{"db":{"password":"***","port":5}}'],
    ['{"token" : "hun\\"ter2", "a": "b"}', '{"token" : "***", "a": "b"}'],
    ['"{\\"token\\": \\"hunter2\\", \\"a\\": \\"b\\"}"', '"{\\"token\\": \\"***\\", \\"a\\": \\"b\\"}"'],
    ["{'password': 'hunter2', 'user': 'me'}", "{'password': '***', 'user': 'me'}"],
    ['{"msg":"bad","token":"hunter2', '{"msg":"bad","token":"***'],
    ["define('DB_PASSWORD', 'hunter2');", "define('DB_PASSWORD', '***');"],
    ["$cfg['blowfish_secret'] = 'hunter2';", "$cfg['blowfish_secret'] = '***';"],
    ['{"name":"DB_PASSWORD","value":"hunter2"}', '{"name":"DB_PASSWORD","value":"***"}'],
    ['<add key="Password" value="hunter2" />', '<add key="Password" value="***" />'],
    ['<add key="Level" value="info" />', '<add key="Level" value="info" />'],
    ['curl -H "X-Api-Key: hunter2" db', 'curl -H "X-Api-Key: ***" db'],
    ['PRIVATE-TOKEN: hunter2', 'PRIVATE-TOKEN: ***'],
    ['curl -H "X-Api-Key: $KEY" db', 'curl -H "X-Api-Key: $KEY" db'],
    ['x-api-key:hunter2', 'x-api-key:***'],
    ['x-list-map-keys: [name]', 'x-list-map-keys: [name]'],
    ['{"token": "%s", "key": "{{ .Key }}"}', '{"token": "%s", "key": "{{ .Key }}"}'],
    ["cli.run('secret', 'create', 'x')", "cli.run('secret', 'create', 'x')"],
    ["ALTER USER me WITH PASSWORD 'hunter2';", "ALTER USER me WITH PASSWORD '***';"],
    [`CREATE USER a IDENTIFIED WITH x BY "hunter2"`, `CREATE USER a IDENTIFIED WITH x BY "***"`],
    ['Authorization "Basic hunter2";', 'Authorization "Basic ***";'],
    ['Authorization: Token hunter2', 'Authorization: Token ***'],
    ['{"password":"${DB_PASSWORD}","token":""}', '{"password":"${DB_PASSWORD}","token":""}'],
    ['{"user":"me","port":5}', '{"user":"me","port":5}'],
    ['one of ["password", "user"]', 'one of ["password", "user"]'],
    ['Task/shop/auth-token-1-ab: it runs', 'Task/shop/auth-token-1-ab: it runs'],
    ['service auth-token: it runs', 'service auth-token: it runs'],
    ['its hook `drain --token ***` failed', 'its hook `drain --token ***` failed'],
  ] as const)
    it(`shows ${text.replaceAll('hunter', '…')} as ${shown}`, () => equal(redactAssigned(text), shown))

  it('takes a word that sets something whole, and the word after an option', () => {
    deepEqual(redactWords(['mysqld', '-phunter2', '-p', 'x']), ['mysqld', '-p***', '-p', 'x'])
    deepEqual(redactWords(['serve', '--password=hunter 2', '--token', 'hunter2', '--key', '-v', 'x']), [
      ...['serve', '--password=***', '--token', '***', '--key', '-v', 'x'],
    ])
  })

  it('takes the word that a program has its password in', () => {
    const shown = (...words: readonly string[]) => redactWords(words).join('|')
    equal(shown('CMD', 'curl', '-f', '-u', 'admin:hunter 2', 'http://db'), 'CMD|curl|-f|-u|admin:***|http://db')
    equal(shown('curl', '-uadmin:hunter2', '--user=a:hunter2'), 'curl|-uadmin:***|--user=a:***')
    equal(shown('redis-cli', '-a', 'hunter 2', 'ping'), 'redis-cli|-a|***|ping')
    equal(shown('sh', '-c', 'redis-cli -a hunter2 ping'), 'sh|-c|redis-cli -a *** ping')
    equal(shown('ls', '-a', 'x', '-u', 'a:b'), 'ls|-a|x|-u|a:b')
  })

  it('is done in time, whatever the text (S12)', async () => {
    const parts = [
      'password=',
      'PASSWORD="',
      ',a',
      'token=x,',
      'a://b:',
      "='",
      'a',
      'eyJ-',
      'a.',
      'Authorization: ',
      'Bearer ',
      'authorization=basic%20',
      ' ',
      'curl -u',
      'curl -u a',
      'redis-cli -a "',
      'mongo -p ',
      ...[
        '"token":"',
        '\\',
        '"key" ',
        "'key', '",
        'name="key" value="',
        'name="key" ',
        'A-',
        'password ',
        "password '",
        'identified with ',
        'A-key:',
        '"',
      ],
    ]
    await costsAtMost(10_000, () => parts.forEach((part) => redactAssigned(part.repeat(100_000))))
  })

  it('reaches every place of a template that takes words, options or labels', () => {
    const said = 'PASSWORD=hunter2'
    const template = {
      env: [{ name: 'CONNECTION', value: 'Server=db;User=sa;Password=hunter2' }],
      command: ['sh', '-c', said],
      args: ['--token', 'hunter2'],
      healthcheck: { test: ['CMD-SHELL', said] },
      hooks: { postStart: [{ command: [said] }] },
      logging: { driver: 'splunk', options: { 'splunk-token': 'hunter2', tag: said } },
      ...{ labels: { job: said }, annotations: { 'my.token': 'hunter2' } },
      build: {
        ...{ context: 'https://me:hunter2@git.example/a.git', args: [{ name: 'TOKEN', value: 'hunter2' }] },
        ...{ dockerfileInline: 'FROM a\nENV TOKEN=hunter2', labels: { token: 'hunter2' } },
        ...{ cacheFrom: [`type=s3,${said}`], cacheTo: ['type=s3,secret_access_key=hunter2,name=a'] },
        additionalContexts: { more: 'https://me:hunter2@git.example/b.git' },
      },
      mounts: [
        {
          type: 'Volume' as const,
          target: '/d',
          volume: { driver: { name: 'local', options: { o: 'pass=hunter2' } } },
        },
      ],
    }
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
