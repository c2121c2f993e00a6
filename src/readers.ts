/** The index of readers: one line for each. */
import { delphix as delphixManifest } from './manifests/delphix.ts'
import { npm } from './manifests/npm.ts'
import { alembic } from './migrations/alembic/index.ts'
import { delphix } from './migrations/delphix/index.ts'
import { golangMigrate } from './migrations/golang-migrate/index.ts'
import { nextcloud } from './migrations/nextcloud/index.ts'
import { rails } from './migrations/rails/index.ts'
import type { MigrationReader } from './migrations/reader.ts'
import { delphix as delphixSettings } from './settings/delphix/index.ts'
import { jsonSchema } from './settings/json-schema/index.ts'
import type { Readers } from './snapshots/read.ts'

export const readers: Readers = {
  migrations: [alembic, delphix, golangMigrate, nextcloud, rails],
  settings: [delphixSettings, jsonSchema],
  manifests: [delphixManifest, npm],
}

export const migrationReaders: ReadonlyMap<string, MigrationReader> = new Map(
  readers.migrations.map((reader) => [reader.system, reader]),
)
