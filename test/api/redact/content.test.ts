import { equal } from 'node:assert/strict'
import { redactContent } from '../../../api/v1/redact/content.ts'
import { costsAtMost } from '../../support/processor-time.ts'

/** Each row: the content of a settings file, and how it is shown. */
describe('S9: the content of a config that is shown', () => {
  for (const [given, shown] of [
    ['requirepass hunter2\npassword=hunter2\nport 1', 'requirepass ***\npassword=***\nport 1'],
    ['db:\n  password: hunter 2 # ours\n  port: 5', 'db:\n  password: ***\n  port: 5'],
    ['- api_key: hunter2', '- api_key: ***'],
    ['{"user": "me", "password": "hunter2", "port": 5}', '{"user": "me", "password": "***", "port": 5}'],
    ['{"user": "me", "pin": 1, "password": 12345}', '{"user": "me", "pin": 1, "password": ***'],
    ['  "secret" : "hunter2",', '  "secret" : "***",'],
    ['<password>hunter2</password>', '<password>***'],
    ["'dbPassword' => 'hunter2',", "'dbPassword' => '***',"],
    ['a: 1\nkey: >-\n  hunter2\n\n   hunter2\nb: 2', 'a: 1\nkey: >-\n  ***\n\n   ***\nb: 2'],
    ['- token: |2 # ours\n    hunter2\n- b', '- token: |2 # ours\n    ***\n- b'],
    ['<add key="Password" value="hunter2" />', '<add key="Password" value="***" />'],
    ['secret_key /hunter2/hunter2', 'secret_key ***'],
    ['ssl_certificate_key /etc/tls/tls.key;', 'ssl_certificate_key /etc/tls/tls.key;'],
    ['machine a login b password hunter2', 'machine a login b password ***'],
    ['  user admin insecure-password hunter2', '  user admin insecure-password ***'],
    ['user www-data www-data;', 'user www-data www-data;'],
    ['# masterauth hunter2', '# masterauth ***'],
    ['url = pg://me:hunter2@db', 'url = pg://me:***@db'],
    ['-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n', '***\n'],
    ['password:\n  file: /run/x', 'password:\n  file: /run/x'],
    ['password_file: /run/secrets/x', 'password_file: /run/secrets/x'],
    ['requirepass ${DB_PASSWORD}', 'requirepass ${DB_PASSWORD}'],
    ['  proxy_pass http://app:3000;', '  proxy_pass http://app:3000;'],
    ['location / { grpc_pass grpc://me:hunter2@b; }', 'location / { grpc_pass grpc://me:***@b; }'],
    ['fastcgi_pass unix:/run/php.sock; # hunter2', 'fastcgi_pass ***'],
    ['ProxyPassReverse / http://app:3000/', 'ProxyPassReverse / http://app:3000/'],
    ['PROXY_PASS=hunter2;\nproxy_pass hunter2', 'PROXY_PASS=***\nproxy_pass ***'],
    ['the password is asked for', 'the password is asked for'],
  ] as const)
    it(`is ${JSON.stringify(shown)}`, () => equal(redactContent(given), shown))

  it('is hidden in time, whatever it is (S12)', async () => {
    const parts = ['-', ' ', ', ', '{"', 'a ', 'password ', 'a:', "'a'", 'a.', '"', 'user a ', 'login '].map((part) =>
      part.repeat(100_000),
    )
    await costsAtMost(10_000, () => parts.forEach((text) => redactContent(text)))
  })
})
