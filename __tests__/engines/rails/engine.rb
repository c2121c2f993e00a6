# ActiveRecord's migrations, run in one process: answers JSON lines, see ../driver.ts.

require "json"
require "stringio"
require "tmpdir"
require "fileutils"
require "active_record"

ANSWERS = $stdout.dup
MEMORY = Dir.exist?("/dev/shm") ? "/dev/shm" : Dir.tmpdir

# Gives the database the release in the folder; the versions that ran, as ActiveRecord tells them.
def upgrade(folder)
  told = StringIO.new
  $stdout = told
  context = ActiveRecord::MigrationContext.new([File.join(folder, "db", "migrate")], ActiveRecord::SchemaMigration)
  # What an earlier release called by the same name must not show through.
  loaded = ObjectSpace.each_object(Class).select { |one| one < ActiveRecord::Migration::Current && one.name&.match?(/\A[A-Z]\w*\z/) }
  loaded.each { |one| Object.send(:remove_const, one.name) if Object.const_defined?(one.name, false) }
  context.migrate
  ["", told]
rescue ActiveRecord::ActiveRecordError, ArgumentError => error
  ["#{error.class}: #{error.message}", told]
ensure
  $stdout = STDERR
end

def live(releases)
  Dir.mktmpdir("upgrade-paths-engine-", MEMORY) do |home|
    ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: File.join(home, "db.sqlite3"))
    connection = ActiveRecord::Base.connection
    connection.execute("CREATE TABLE journal (entry TEXT)")
    seen = releases.each_with_index.map do |tree, turn|
      folder = File.join(home, "release-#{turn}")
      tree.each do |path, text|
        FileUtils.mkdir_p(File.dirname(File.join(folder, path)))
        File.write(File.join(folder, path), text)
      end
      message, told = upgrade(folder)
      kept = connection.table_exists?("schema_migrations")
      {
        outcome: message.empty? ? "runs" : "refuses",
        message: message,
        ran: told.string.scan(/^== (\d+) \w+: migrated/).flatten,
        journal: connection.select_values("SELECT entry FROM journal ORDER BY rowid"),
        table: kept ? connection.select_values("SELECT version FROM schema_migrations").map(&:to_s) : [],
      }
    end
    ActiveRecord::Base.connection_pool.disconnect!
    seen
  end
end

$stdout = STDERR
$stdin.each_line do |line|
  question = JSON.parse(line)
  answer = question.key?("releases") ? live(question["releases"]) : { version: ActiveRecord.version.to_s }
  ANSWERS.puts(JSON.generate(answer))
  ANSWERS.flush
end
