/** Change types of Liquibase itself - https://docs.liquibase.com/change-types/home.html */
export const CORE_CHANGES: ReadonlySet<string> = new Set(
  `addAutoIncrement addColumn addDefaultValue addForeignKeyConstraint addLookupTable addNotNullConstraint addPrimaryKey
  addUniqueConstraint alterSequence createIndex createProcedure createSequence createTable createView customChange delete
  dropAllForeignKeyConstraints dropColumn dropDefaultValue dropForeignKeyConstraint dropIndex dropNotNullConstraint
  dropPrimaryKey dropProcedure dropSequence dropTable dropUniqueConstraint dropView empty executeCommand insert loadData
  loadUpdateData mergeColumns modifyDataType output renameColumn renameSequence renameTable renameView setColumnRemarks
  setTableRemarks sql sqlFile stop tagDatabase update`.split(/\s+/),
)

/** Attributes of any of them. */
export const CORE_ATTRIBUTES: ReadonlySet<string> = new Set(
  `associatedWith baseColumnNames baseTableCatalogName baseTableName baseTableSchemaName cacheSize cascadeConstraints
  catalogName class clustered column1Name column2Name columnDataType columnName columnNames columnParentType columns
  comment commentLineStartsWith constraintName cycle dataType dbms defaultNullValue defaultOnNull defaultValue
  defaultValueBoolean defaultValueComputed defaultValueConstraintName defaultValueDate defaultValueNumeric
  defaultValueSequenceNext deferrable deleteCascade disabled dropIndex encoding endDelimiter executable existingColumnName
  existingTableCatalogName existingTableName existingTableSchemaName file finalColumnName finalColumnType
  forIndexCatalogName forIndexName forIndexSchemaName fullDefinition generationType ifExists ifNotExists incrementBy
  indexName initiallyDeferred joinString keepTagOnRollback maxValue message minValue newColumnDataType newColumnName
  newDataType newSequenceName newTableCatalogName newTableName newTableSchemaName newViewName oldColumnName
  oldSequenceName oldTableName oldViewName onDelete onUpdate onlyUpdate ordered os path primaryKey procedureName quotchar
  referencedColumnNames referencedTableCatalogName referencedTableName referencedTableSchemaName referencesUniqueColumn
  relativeToChangelogFile remarks replaceIfExists rerunnable rowDependencies schemaName separator sequenceName
  splitStatements sql startValue startWith stripComments tableName tableType tablespace tag target timeout unique
  uniqueColumns usePreparedStatements validate viewName where`.split(/\s+/),
)
