import { usageError } from '../../usage.ts'

/** Where to send spans. */
export interface OtlpSettings {
  readonly url: string
  /** May contain credentials, so never logged. */
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
}

/** Reads OpenTelemetry's variables; undefined if no endpoint is set. */
export function otlpSettings(env: Readonly<Record<string, string | undefined>>): OtlpSettings | undefined {
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()
  if (!endpoint) return undefined
  if (!isAddress(endpoint))
    throw usageError(
      'OTEL_EXPORTER_OTLP_ENDPOINT is no http:// or https:// address, or has a password in it',
      'name the OTLP/HTTP port of a collector, as http://127.0.0.1:4318; credentials go into OTEL_EXPORTER_OTLP_HEADERS',
    )
  return {
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: headersIn(env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''),
    serviceName: env['OTEL_SERVICE_NAME'] || 'reconcile',
  }
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === ''
}

/** Parses `name=value,name=value` with percent-encoded values. */
function headersIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      try {
        if (at < 1) throw new Error('it has no =')
        return [pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())] as const
      } catch {
        throw usageError('OTEL_EXPORTER_OTLP_HEADERS is no list of NAME=VALUE', 'write it as name=value,name2=value2')
      }
    }),
  )
}
