import { freshDigits, inFolder, keptId } from '../by-file-name.ts'
import { lastInOrder } from '../order.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/** Nextcloud server, `MigrationService::findMigrations`. */
export const NAME = /^Version([0-9]+)Date([0-9]+)$/

/** A step that overrides nothing. Whatever the table does not have is executed, so the original's own name will do. */
export function noop(request: NoopRequest): NewFile | undefined {
  const namespace = request.list.style?.namespace
  if (namespace === undefined) return undefined
  const id = keptId(request) ?? freshName(request)
  const text = [
    '<?php',
    '',
    'declare(strict_types=1);',
    '',
    `namespace ${namespace};`,
    '',
    'use OCP\\Migration\\SimpleMigrationStep;',
    '',
    '/** No-op: stands in for a migration of another line. */',
    `class ${id} extends SimpleMigrationStep {`,
    '}',
    '',
  ].join('\n')
  return { id, path: inFolder(request.list.path, `${id}.php`), text, mode: 'create' }
}

/** The highest version of the lists with a later time. */
function freshName(request: NoopRequest): string {
  const dated = [...request.list.migrations, ...request.after].filter(({ id }) => NAME.test(id))
  const version = NAME.exec(lastInOrder(dated)?.id ?? '')?.[1] ?? '1000'
  return `Version${version}Date${freshDigits(request, ({ id }) => NAME.exec(id)?.[2])}`
}
