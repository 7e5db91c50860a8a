import type { Settings } from '../../../api/v1/settings.ts'
import { realClock } from '../../../clock/real.ts'
import type { Hosts } from '../../../controllers/hosts.ts'
import type { Engine } from '../../../engine/engine.ts'
import { realAuditFiles } from '../../../store/audit/audit-files.ts'
import { type AuditLog, createAuditLog } from '../../../store/audit/audit-log.ts'
import type { Context } from '../../context.ts'
import { auditedEngine } from './audited-engine.ts'
import { auditDirectory } from '../open/core.ts'

/** The audit log of a process, and its connection to engines. */
export interface Auditing {
  readonly log: AuditLog
  /** Wraps an engine so that writing calls are recorded. */
  wrap(engine: Engine): Engine
  /** Uses the inventory of these hosts for names from now on. */
  look(hosts: Hosts): void
}

export interface AuditingOptions {
  /** With `read` nothing is recorded, as there is no lock. */
  readonly purpose: 'read' | 'act' | 'serve'
  readonly settings: Settings
  readonly log?: (line: string) => void
}

/** Opens the audit log of RECONCILE_HOME. */
export function auditingFor({ home, terminal }: Context, { purpose, settings, log }: AuditingOptions): Auditing {
  let inventory: Hosts['inventory'] | undefined
  const bytes = purpose === 'read' ? 0 : settings.auditBytes
  const say = log ?? ((line: string) => terminal.complain(line))
  const audit = createAuditLog({ dir: auditDirectory(home), clock: realClock, files: realAuditFiles, bytes, say })
  return {
    log: audit,
    wrap: (engine) =>
      bytes === 0 ? engine : auditedEngine(engine, { audit, clock: realClock, inventory: () => inventory }),
    look: (hosts) => {
      inventory = hosts.inventory
    },
  }
}
