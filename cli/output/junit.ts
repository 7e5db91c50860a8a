import { relative } from 'node:path'
import type { ManifestError } from '../../api/v1/provenance.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'

/** The result of a validation. */
export interface Validated {
  /** Absolute paths of all files read. */
  readonly files: readonly string[]
  readonly errors: readonly ManifestError[]
  readonly cwd: string
}

/** Formats a validation as JUnit XML, which CI systems can show: a test case per file, a failure for a file with errors. */
export function junitLines({ files, errors, cwd }: Validated): readonly string[] {
  const all = [...new Set([...files, ...errors.map(({ place }) => place.file)])]
  const wrong = (file: string) => errors.filter(({ place }) => place.file === file)
  const failed = all.filter((file) => wrong(file).length > 0).length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${all.length}" failures="${failed}">`,
    `  <testsuite name="reconcile validate" tests="${all.length}" failures="${failed}">`,
    ...all.flatMap((file) => testCase(relative(cwd, file), wrong(file))),
    '  </testsuite>',
    '</testsuites>',
  ]
}

function testCase(file: string, errors: readonly ManifestError[]): readonly string[] {
  const name = `    <testcase classname="manifests" name="${escape(file)}" file="${escape(file)}"`
  if (errors.length === 0) return [`${name}/>`]
  const [first] = errors
  const words = errors.map(formatManifestError).join('\n')
  return [
    `${name}>`,
    `      <failure message="${escape(first?.message ?? '')}">${escape(words)}</failure>`,
    '    </testcase>',
  ]
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 can't express most control characters, nor lone surrogates; they are dropped. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
