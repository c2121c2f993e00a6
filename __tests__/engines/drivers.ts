import { alembic } from './alembic/driver.ts'
import { dbMigrate } from './db-migrate/driver.ts'
import { dbmate } from './dbmate/driver.ts'
import { django } from './django/driver.ts'
import type { Driver } from './driver.ts'
import { drizzle } from './drizzle/driver.ts'
import { knex } from './knex/driver.ts'
import { laravel } from './laravel/driver.ts'
import { liquibase } from './liquibase/driver.ts'
import { nodePgMigrate } from './node-pg-migrate/driver.ts'
import { postgresExtension } from './postgres-extension/driver.ts'
import { prisma } from './prisma/driver.ts'
import { rails } from './rails/driver.ts'
import { sequelize } from './sequelize/driver.ts'
import { sqitch } from './sqitch/driver.ts'
import { sqlMigrate } from './sql-migrate/driver.ts'
import { sqlalchemyMigrate } from './sqlalchemy-migrate/driver.ts'
import { typeorm } from './typeorm/driver.ts'

export const drivers: readonly Driver[] = [
  alembic,
  dbMigrate,
  dbmate,
  django,
  drizzle,
  knex,
  laravel,
  liquibase,
  nodePgMigrate,
  postgresExtension,
  prisma,
  rails,
  sequelize,
  sqitch,
  sqlalchemyMigrate,
  sqlMigrate,
  typeorm,
]
