/** The index of readers: one line for each. */
import { delphix as delphixManifest } from './manifests/delphix.ts'
import { helm } from './manifests/helm.ts'
import { maven } from './manifests/maven.ts'
import { npm } from './manifests/npm.ts'
import { pyproject } from './manifests/pyproject.ts'
import { alembic } from './migrations/alembic/index.ts'
import { dbmate } from './migrations/dbmate/index.ts'
import { delphix } from './migrations/delphix/index.ts'
import { django } from './migrations/django/index.ts'
import { doctrine } from './migrations/doctrine/index.ts'
import { efCore } from './migrations/ef-core/index.ts'
import { filesSystem } from './migrations/files/index.ts'
import { flyway } from './migrations/flyway/index.ts'
import { golangMigrate } from './migrations/golang-migrate/index.ts'
import { goose } from './migrations/goose/index.ts'
import { knex } from './migrations/knex/index.ts'
import { listSystem } from './migrations/list/index.ts'
import { liquibase } from './migrations/liquibase/index.ts'
import { nextcloud } from './migrations/nextcloud/index.ts'
import { nodePgMigrate } from './migrations/node-pg-migrate/index.ts'
import { prisma } from './migrations/prisma/index.ts'
import { rails } from './migrations/rails/index.ts'
import { sequelize } from './migrations/sequelize/index.ts'
import { sqlMigrate } from './migrations/sql-migrate/index.ts'
import { sqlalchemyMigrate } from './migrations/sqlalchemy-migrate/index.ts'
import { sqlx } from './migrations/sqlx/index.ts'
import { typeorm } from './migrations/typeorm/index.ts'
import type { MigrationReader } from './migrations/reader.ts'
import { delphix as delphixSettings } from './settings/delphix/index.ts'
import { jsonSchema } from './settings/json-schema/index.ts'
import type { Readers } from './snapshots/read.ts'

export const readers: Readers = {
  migrations: [
    alembic,
    dbmate,
    delphix,
    django,
    doctrine,
    efCore,
    filesSystem,
    flyway,
    golangMigrate,
    goose,
    knex,
    liquibase,
    listSystem,
    nextcloud,
    nodePgMigrate,
    prisma,
    rails,
    sequelize,
    sqlalchemyMigrate,
    sqlMigrate,
    sqlx,
    typeorm,
  ],
  settings: [delphixSettings, jsonSchema],
  manifests: [delphixManifest, helm, maven, npm, pyproject],
}

export const migrationReaders: ReadonlyMap<string, MigrationReader> = new Map(
  readers.migrations.map((reader) => [reader.system, reader]),
)
