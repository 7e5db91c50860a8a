import { actorWords, type AuditRecord, missingWords } from '../../api/v1/installation/audit-record.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

/** Formats audit records as a table, in the given order. */
export function auditTable(records: readonly AuditRecord[]): string[] {
  // Of whatever form: one record that is odd does not keep the others back.
  const rows = records.map((record) =>
    [record.time, ...cellsOf(record)].map((cell: unknown) => plainText(String(cell))),
  )
  return table(['Time', 'By', 'What', 'Object', 'Details'], rows)
}

/** The cells: who, what, on which object, details. */
function cellsOf(record: AuditRecord): string[] {
  switch (record.type) {
    case 'change': {
      const { by, verb, object, change, details = [] } = record
      return [actorWords(by), verb, object, [change, ...details].join('; ')]
    }
    case 'refused':
      return [actorWords(record.by), record.verb, record.object ?? '', `refused: ${record.message}`]
    case 'call': {
      const { node, method, path, object, reason, answer, message } = record
      return ['reconcile', `${method} ${path}`, object, `on ${node}: ${answerWords(answer, message)} (${reason})`]
    }
    case 'lost':
      return ['', '', '', `${missingWords(record.count)}: ${record.message}`]
  }
}

function answerWords(answer: string, message: string | undefined): string {
  return message === undefined ? answer : `${answer}: ${message}`
}
