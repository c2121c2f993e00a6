/** The index of readers: one line for each. */
import { delphix as delphixManifest } from './manifests/delphix.ts'
import { helm } from './manifests/helm.ts'
import { maven } from './manifests/maven.ts'
import { npm } from './manifests/npm.ts'
import { pyproject } from './manifests/pyproject.ts'
import { alembic } from './migrations/alembic/index.ts'
import { atlas } from './migrations/atlas/index.ts'
import { dbMigrate } from './migrations/db-migrate/index.ts'
import { dbmate } from './migrations/dbmate/index.ts'
import { delphix } from './migrations/delphix/index.ts'
import { django } from './migrations/django/index.ts'
import { doctrine } from './migrations/doctrine/index.ts'
import { drizzle } from './migrations/drizzle/index.ts'
import { efCore } from './migrations/ef-core/index.ts'
import { filesSystem } from './migrations/files/index.ts'
import { flyway } from './migrations/flyway/index.ts'
import { golangMigrate } from './migrations/golang-migrate/index.ts'
import { goose } from './migrations/goose/index.ts'
import { knex } from './migrations/knex/index.ts'
import { laravel } from './migrations/laravel/index.ts'
import { liquibase } from './migrations/liquibase/index.ts'
import { listSystem } from './migrations/list/index.ts'
import { nextcloud } from './migrations/nextcloud/index.ts'
import { nodePgMigrate } from './migrations/node-pg-migrate/index.ts'
import { pop } from './migrations/pop/index.ts'
import { postgresExtension } from './migrations/postgres-extension/index.ts'
import { prisma } from './migrations/prisma/index.ts'
import { rails } from './migrations/rails/index.ts'
import { sequelize } from './migrations/sequelize/index.ts'
import { sqitch } from './migrations/sqitch/index.ts'
import { sqlMigrate } from './migrations/sql-migrate/index.ts'
import { sqlalchemyMigrate } from './migrations/sqlalchemy-migrate/index.ts'
import { sqlx } from './migrations/sqlx/index.ts'
import { typeorm } from './migrations/typeorm/index.ts'
import type { MigrationReader } from './migrations/reader.ts'
import { action as actionRuntime } from './runtimes/action.ts'
import { delphix as delphixRuntime } from './runtimes/delphix.ts'
import { go as goRuntime } from './runtimes/go.ts'
import { gradle as gradleRuntime } from './runtimes/gradle.ts'
import { maven as mavenRuntime } from './runtimes/maven.ts'
import { npm as npmRuntime } from './runtimes/npm.ts'
import { python as pythonRuntime } from './runtimes/python.ts'
import { commandLine } from './settings/command-line/index.ts'
import { delphix as delphixSettings } from './settings/delphix/index.ts'
import { githubAction } from './settings/github-action/index.ts'
import { helm as helmValues } from './settings/helm/index.ts'
import { jsonSchema } from './settings/json-schema/index.ts'
import { kubernetesCrd } from './settings/kubernetes-crd/index.ts'
import { openapi } from './settings/openapi/index.ts'
import { liquibaseExtension } from './settings/liquibase-extension/index.ts'
import { osloConfig } from './settings/oslo-config/index.ts'
import { properties } from './settings/properties/index.ts'
import { spring } from './settings/spring/index.ts'
import { terraform } from './settings/terraform/index.ts'
import { vscode } from './settings/vscode/index.ts'
import type { Readers } from './snapshots/jobs.ts'

export const readers: Readers = {
  migrations: [
    alembic,
    atlas,
    dbMigrate,
    dbmate,
    delphix,
    django,
    doctrine,
    drizzle,
    efCore,
    filesSystem,
    flyway,
    golangMigrate,
    goose,
    knex,
    laravel,
    liquibase,
    listSystem,
    nextcloud,
    nodePgMigrate,
    pop,
    postgresExtension,
    prisma,
    rails,
    sequelize,
    sqitch,
    sqlalchemyMigrate,
    sqlMigrate,
    sqlx,
    typeorm,
  ],
  settings: [
    commandLine,
    delphixSettings,
    githubAction,
    helmValues,
    jsonSchema,
    kubernetesCrd,
    openapi,
    liquibaseExtension,
    osloConfig,
    properties,
    spring,
    terraform,
    vscode,
  ],
  manifests: [delphixManifest, helm, maven, npm, pyproject],
  runtimes: [actionRuntime, delphixRuntime, goRuntime, gradleRuntime, mavenRuntime, npmRuntime, pythonRuntime],
}

export const migrationReaders: ReadonlyMap<string, MigrationReader> = new Map(
  readers.migrations.map((reader) => [reader.system, reader]),
)
