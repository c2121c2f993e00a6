import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.configuration.AbstractMapConfigurationValueProvider;
import liquibase.configuration.ConfigurationValueProvider;
import liquibase.configuration.LiquibaseConfiguration;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.ValidationFailedException;
import liquibase.resource.FileSystemResourceAccessor;
import liquibase.util.LiquibaseUtil;
import org.yaml.snakeyaml.Yaml;

/** Liquibase's `update` on H2, for as many databases as are asked for: one JSON line is answered by another. */
public class Engine {
  public static void main(String[] args) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Liquibase says what it does: that must not get between the answers.
    System.setOut(System.err);
    Logger.getLogger("").setLevel(Level.OFF);
    forgetEnvironment();
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int lives = 0;
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      // JSON is YAML.
      Map<String, Object> question = new Yaml().load(line);
      Object releases = question.get("releases");
      lives += 1;
      answers.println(json(releases == null ? Map.of("version", LiquibaseUtil.getBuildVersion()) : live(lives, (List<?>) releases)));
    }
  }

  /** Liquibase looks through all properties and the whole environment for each of its settings, over and over. */
  private static void forgetEnvironment() {
    LiquibaseConfiguration configuration = Scope.getCurrentScope().getSingleton(LiquibaseConfiguration.class);
    for (ConfigurationValueProvider provider : new ArrayList<>(configuration.getProviders())) {
      if (provider instanceof AbstractMapConfigurationValueProvider) configuration.unregisterProvider(provider);
    }
  }

  private static List<Object> live(int life, List<?> releases) throws Exception {
    // It is gone when its last connection is.
    String url = "jdbc:h2:mem:life" + life;
    List<Object> seen = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "CREATE TABLE journal (at IDENTITY, entry VARCHAR(200))");
      for (Object release : releases) {
        Path folder = Files.createTempDirectory("upgrade-paths-engine-");
        try {
          seen.add(meet(url, connection, folder, (Map<?, ?>) release));
        } finally {
          remove(folder);
        }
      }
    }
    return seen;
  }

  private static Map<String, Object> meet(String url, Connection connection, Path folder, Map<?, ?> tree) throws Exception {
    String master = null;
    for (Map.Entry<?, ?> file : tree.entrySet()) {
      Path path = folder.resolve((String) file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, (String) file.getValue());
      if (((String) file.getKey()).contains("/master.")) master = (String) file.getKey();
    }
    List<String> ran = new ArrayList<>();
    String message = update(url, folder, master, ran);
    Map<String, Object> observed = new LinkedHashMap<>();
    observed.put("outcome", message == null ? "runs" : "refuses");
    observed.put("message", message == null ? "" : message);
    observed.put("ran", ran);
    observed.put("journal", column(connection, "SELECT entry FROM journal ORDER BY at"));
    observed.put("table", column(connection, "SELECT ID || '::' || AUTHOR FROM DATABASECHANGELOG"));
    return observed;
  }

  /** Null where it goes through, else what Liquibase says. */
  private static String update(String url, Path folder, String master, List<String> ran) throws Exception {
    try (Connection own = DriverManager.getConnection(url)) {
      Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(own));
      Liquibase liquibase = new Liquibase(master, new FileSystemResourceAccessor(folder.toFile()), database);
      liquibase.setChangeExecListener(
          new AbstractChangeExecListener() {
            @Override
            public void ran(ChangeSet changeSet, DatabaseChangeLog log, Database on, ChangeSet.ExecType type) {
              ran.add(changeSet.getId() + "::" + changeSet.getAuthor());
            }
          });
      liquibase.update(new Contexts(), new LabelExpression());
      return null;
    } catch (ValidationFailedException refusal) {
      return refusal.getMessage();
    }
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) values.add(rows.getString(1));
    } catch (SQLException missing) {
      // 42S02: a release that was refused at once left no table.
      if (!"42S02".equals(missing.getSQLState())) throw missing;
    }
    return values;
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void remove(Path folder) throws Exception {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) Files.delete(path);
    }
  }

  private static String json(Object value) {
    if (value instanceof Map) {
      Stream<String> members = ((Map<?, ?>) value).entrySet().stream().map(one -> json(one.getKey()) + ":" + json(one.getValue()));
      return members.collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List) return ((List<?>) value).stream().map(Engine::json).collect(Collectors.joining(",", "[", "]"));
    StringBuilder text = new StringBuilder("\"");
    for (char one : value.toString().toCharArray()) {
      if (one < ' ' || one == '"' || one == '\\') text.append(String.format("\\u%04x", (int) one));
      else text.append(one);
    }
    return text.append('"').toString();
  }
}
