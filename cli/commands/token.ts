import type { AuditedChange } from '../../api/v1/installation/audit-record.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { isRole, roles } from '../../api/v1/installation/roles.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { appendAudit } from '../../store/audit/append-audit.ts'
import { createToken, deleteToken, isTokenName, listTokens } from '../../store/tokens/tokens.ts'
import { type Context, tokensOf } from '../context.ts'
import { commandCaller } from '../caller.ts'
import { auditDirectory } from '../local/open/core.ts'
import { settingsFrom } from '../local/open/settings.ts'
import { age } from '../output/age.ts'
import { table } from '../output/table.ts'
import { usageError } from '../usage.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

export interface TokenOptions {
  readonly role: string
}

/** Creates a token for `serve --listen` and prints it; it can't be shown again. */
export async function create(context: Context, name: string, { role }: TokenOptions): Promise<number> {
  const { home, terminal, now } = context
  if (!isTokenName(name))
    throw usageError(`${name} is no name of a token`, 'use a-z, 0-9 and -, 63 characters at most, as ci-shop')
  if (!isRole(role)) throw usageError(`${role} is no role`, `choose ${roles.join(', ')}`)
  const { makeHome } = await import('../bundles/local.ts')
  makeHome(home)
  const token = createToken(tokensOf(home), { name, role, createdAt: timestamp(now()) })
  if (token === undefined)
    throw new InstallationError(exits.usage, `there is a token ${name}, and nobody can show it again`, {
      remedy: `give this one another name, or delete that one: reconcile token delete ${name}`,
    })
  await record(context, [
    { verb: 'token create', object: `Token/${name}`, change: 'created', details: [`role ${role}`] },
  ])
  terminal.print(token)
  terminal.complain(`token ${name} may ${role}; it is shown this once, and only its hash is kept`)
  return exits.converged
}

/** Lists the tokens by name, role and age. */
export async function list({ home, terminal, now }: Context): Promise<number> {
  const rows = listTokens(tokensOf(home)).map(({ name, role, createdAt }) => [
    name,
    role,
    age(now() - Date.parse(createdAt)),
  ])
  if (rows.length === 0) {
    terminal.complain('there are no tokens')
    return exits.converged
  }
  terminal.print(...table(['name', 'role', 'age'], rows))
  return exits.converged
}

/** Deletes tokens; they are refused from the next request on. */
export async function remove(context: Context, names: readonly string[]): Promise<number> {
  const { home, terminal } = context
  const missing = names.filter((name) => !deleteToken(tokensOf(home), name))
  const deleted = names.filter((name) => !missing.includes(name))
  await record(
    context,
    deleted.map((name) => ({ verb: 'token delete', object: `Token/${name}`, change: 'deleted' })),
  )
  terminal.print(...deleted.map((name) => `token ${name} deleted`))
  if (missing.length === 0) return exits.converged
  throw new InstallationError(exits.failed, `there is no token ${missing.join(', ')}`, {
    reason: 'NotFound',
    remedy: 'see which there are with `reconcile token list`',
  })
}

/** In the audit log. What is done is done: a log that can't be written is said. */
async function record(
  context: Context,
  changes: readonly Pick<AuditedChange, 'verb' | 'object' | 'change' | 'details'>[],
): Promise<void> {
  const { env, home, now, terminal } = context
  const by = commandCaller(context)
  const entries = changes.map((change) => ({ type: 'change', by, ...change }) as const)
  try {
    if (entries.length > 0 && settingsFrom(env).auditBytes > 0) await appendAudit(auditDirectory(home), now(), entries)
  } catch (error) {
    terminal.complain(`warning: the audit log in ${auditDirectory(home)} lacks this: ${errorText(error)}`)
  }
}
