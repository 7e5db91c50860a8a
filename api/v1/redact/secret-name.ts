const WORDS = [
  'PASS',
  'PW',
  'PAT',
  'PASSWD',
  'PASSWORD',
  'PASSPHRASE',
  'PWD',
  'SECRET',
  'SECRETS',
  'TOKEN',
  'TOKENS',
  'KEY',
  'KEYS',
]
const MORE_WORDS = [
  'APIKEY',
  'CREDENTIAL',
  'CREDENTIALS',
  'CREDS',
  'AUTH',
  'PRIVATE',
  'SALT',
  'DSN',
  'CERT',
  'COOKIE',
  'JWT',
  'BASICAUTH',
  'DIGESTAUTH',
  'MASTERAUTH',
  'HTPASSWD',
]
const SECRET_WORDS: ReadonlySet<string> = new Set([...WORDS, ...MORE_WORDS])
const SECRET_ENDINGS = /(PASSWORD|PASSWD|SECRET|TOKEN|APIKEY|PASSPHRASE|CREDENTIALS?|(?<!COM|BY|TRES)PASS)$/
/** Last words of names that describe a secret without containing it. */
const ABOUT_ENDINGS: ReadonlySet<string> = new Set([
  ...['FILE', 'PATH', 'DIR', 'TTL', 'TIMEOUT', 'LENGTH', 'ENABLED', 'DISABLED', 'ALGORITHM', 'TYPE'],
])

/** Whether a name shows that its value is secret. DB_PASSWORD_FILE is a path, and PASSWORD_MIN_LENGTH a number, so that these are not. */
export function namesSecret(name: string): boolean {
  if (name === 'PWD' || name === 'OLDPWD') return false
  const words = wordsOf(name)
  if (ABOUT_ENDINGS.has(words.at(-1) ?? '')) return false
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.test(word))
}

/** Splits a name into words: DB_PASSWORD, db-password, dbPassword and db_password2 all give DB and PASSWORD. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter(Boolean)
}
