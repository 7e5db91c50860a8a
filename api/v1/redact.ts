import type { V1EnvVar, V1Hook, V1TaskTemplate } from './generated/types.ts'
import { HIDDEN } from './secret-value.ts'

const WORDS = ['PASS', 'PASSWD', 'PASSWORD', 'PASSPHRASE', 'PWD', 'SECRET', 'SECRETS', 'TOKEN', 'TOKENS', 'KEY', 'KEYS']
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
]
const SECRET_WORDS: ReadonlySet<string> = new Set([...WORDS, ...MORE_WORDS])
const SECRET_ENDINGS = /(PASSWORD|PASSWD|SECRET|TOKEN|APIKEY|PASSPHRASE|CREDENTIALS?)$/
const PATH_ENDINGS: ReadonlySet<string> = new Set(['FILE', 'PATH', 'DIR'])
const URL_WITH_PASSWORD = /\w:\/\/[^\s/:@]*:[^\s/@]+@/

/** Whether a variable looks as if its value were secret: by its name, or as a URL with a password in it. DB_PASSWORD_FILE is a path. */
export function looksSecret(name: string, value?: string): boolean {
  if (value !== undefined && URL_WITH_PASSWORD.test(value.slice(0, 4096))) return true
  if (name === 'PWD' || name === 'OLDPWD') return false
  const words = wordsOf(name)
  if (PATH_ENDINGS.has(words.at(-1) ?? '')) return false
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.test(word))
}

/** The variables with secret-looking values as `***`; the same list where none is (S9). */
export function redactEnv<T extends readonly V1EnvVar[]>(env: T): T {
  if (!env.some(({ name, value }) => looksSecret(name, value))) return env
  return env.map((entry) =>
    entry.value !== undefined && looksSecret(entry.name, entry.value) ? { ...entry, value: HIDDEN } : entry,
  ) as unknown as T
}

/** A template fit to be shown: its variables, build arguments and hooks redacted. */
export function redactTemplate(template: V1TaskTemplate): V1TaskTemplate {
  const { env, build, hooks } = template
  return {
    ...template,
    ...(env ? { env: redactEnv(env) } : {}),
    ...(build?.args ? { build: { ...build, args: redactEnv(build.args) } } : {}),
    ...(hooks
      ? { hooks: { ...hooks, ...redactHooks('postStart', hooks.postStart), ...redactHooks('preStop', hooks.preStop) } }
      : {}),
  }
}

function redactHooks(point: 'postStart' | 'preStop', hooks: V1Hook[] | undefined): Record<string, V1Hook[]> {
  return hooks ? { [point]: hooks.map((hook) => (hook.env ? { ...hook, env: redactEnv(hook.env) } : hook)) } : {}
}

/** DB_PASSWORD, db-password and dbPassword are each DB and PASSWORD. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean)
}
