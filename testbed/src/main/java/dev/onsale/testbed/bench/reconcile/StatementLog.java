package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.stores.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL was asked, by its own log, while it is told to write everything down. */
final class StatementLog {

  /** As {@code log_line_prefix} of {@link EmbeddedPostgres} says: {@code %m [%p] %u@%d}. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(?<at>\\d{4}-\\d\\d-\\d\\d \\S+ \\S+) \\[(?<session>\\d+)] (?<user>[^@]*)@\\S*"
              + " (?<level>[A-Z0-9]+): {2}(?<text>.*)$",
          Pattern.DOTALL);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS zzz", Locale.ROOT);
  private static final Pattern STATEMENT =
      Pattern.compile("^(?:statement|execute [^:]+): (.*)$", Pattern.DOTALL);
  private static final Pattern LOGIN = Pattern.compile("^connection authorized: user=(\\S+) .*");
  private static final Pattern PARAMETERS =
      Pattern.compile("^[Pp]arameters: (.*)$", Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (?:'((?:[^']|'')*)'|NULL)");

  /**
   * @param session the server's process
   * @param text with {@code $1} for parameters; {@code login} for a new connection
   */
  record Asked(
      Instant at, String session, String user, String text, List<@Nullable String> parameters) {

    static final String LOGIN = "login";
  }

  private final EmbeddedPostgres postgres;

  StatementLog(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** From now on everything is written down, or nothing any more. */
  void write(boolean on) {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("log_statement", "log_connections")) {
        statement.execute(
            on
                ? "ALTER SYSTEM SET %s = 'all'".formatted(setting)
                : "ALTER SYSTEM RESET " + setting);
      }
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused to change what it logs", e);
    }
  }

  /** Every statement and login in the log, in order. */
  List<Asked> read() {
    try {
      return read(Files.readAllLines(postgres.process().log()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read PostgreSQL's log", e);
    }
  }

  static List<Asked> read(List<String> lines) {
    List<Asked> asked = new ArrayList<>();
    for (String entry : entries(lines)) {
      Matcher line = LINE.matcher(entry);
      if (line.matches()) {
        read(line, asked);
      }
    }
    return asked;
  }

  private static void read(Matcher line, List<Asked> asked) {
    String text = line.group("text");
    Matcher statement = STATEMENT.matcher(text);
    Matcher login = LOGIN.matcher(text);
    Matcher parameters = PARAMETERS.matcher(text);
    Instant at = ZonedDateTime.parse(line.group("at"), TIME).toInstant();
    if (statement.matches()) {
      asked.add(
          new Asked(at, line.group("session"), line.group("user"), statement.group(1), List.of()));
    } else if (login.matches()) {
      asked.add(new Asked(at, line.group("session"), login.group(1), Asked.LOGIN, List.of()));
    } else if (line.group("level").equals("DETAIL") && parameters.matches()) {
      // the line behind its statement
      Asked last = asked.removeLast();
      asked.add(
          new Asked(
              last.at(), last.session(), last.user(), last.text(), values(parameters.group(1))));
    }
  }

  static List<@Nullable String> values(String parameters) {
    List<@Nullable String> values = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      String quoted = parameter.group(2);
      values.add(quoted == null ? null : quoted.replace("''", "'"));
    }
    return values;
  }

  /** PostgreSQL begins the further lines of an entry with a tab. */
  private static List<String> entries(List<String> lines) {
    List<String> entries = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("\t") && !entries.isEmpty()) {
        entries.add(entries.removeLast() + "\n" + line.substring(1));
      } else {
        entries.add(line);
      }
    }
    return entries;
  }
}
