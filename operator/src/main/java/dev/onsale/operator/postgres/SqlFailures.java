package dev.onsale.operator.postgres;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Turns SQLSTATEs (PostgreSQL manual, appendix A) into reasons with a fix. */
final class SqlFailures {

  static final String UNKNOWN_PASSWORD = "28P01";
  static final String LOGIN_REFUSED = "28000";
  static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String NO_SUCH_DATABASE = "3D000";
  static final String INSUFFICIENT_PRIVILEGE = "42501";

  private SqlFailures() {}

  static StoreFailure classify(PostgresAccount account, Exception failure) {
    String state = sqlState(failure);
    Throwable ssl = certificate(failure);
    if (ssl != null) {
      return new StoreFailure(
          Reason.Untrusted,
          "The certificate of PostgreSQL at %s is not trusted (%s); check spec.postgres.tls.caSecretRef, and that the certificate names this host"
              .formatted(account.address(), firstLine(ssl)),
          failure);
    }
    if (state == null || state.startsWith("08") || state.startsWith("57P")) {
      return new StoreFailure(
          Reason.Unreachable,
          "PostgreSQL at %s does not answer; check spec.postgres.host and port, and that it runs"
              .formatted(account.address()),
          failure);
    }
    return switch (state) {
      case UNKNOWN_PASSWORD, LOGIN_REFUSED ->
          new StoreFailure(
              Reason.AuthenticationFailed,
              "PostgreSQL at %s refuses user \"%s\"; check username and password in the Secret named by spec.postgres.adminSecretRef"
                  .formatted(account.address(), account.username()),
              failure);
      case NO_SUCH_DATABASE ->
          new StoreFailure(
              Reason.Refused,
              "PostgreSQL at %s:%d has no database \"%s\"; create it or change spec.postgres.database"
                  .formatted(account.host(), account.port(), account.database()),
              failure);
      case INSUFFICIENT_PRIVILEGE ->
          new StoreFailure(
              Reason.PermissionDenied,
              "User \"%s\" of PostgreSQL at %s lacks a right (%s); it needs CREATEROLE and CREATE on the database"
                  .formatted(account.username(), account.address(), firstLine(failure)),
              failure);
      default ->
          new StoreFailure(
              Reason.Refused,
              "PostgreSQL at %s answered SQLSTATE %s: %s"
                  .formatted(account.address(), state, firstLine(failure)),
              failure);
    };
  }

  /** What the driver says of a certificate that it does not accept. */
  private static @Nullable Throwable certificate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean hostname =
          String.valueOf(cause.getMessage()).contains("could not be verified by host");
      if (cause instanceof SSLHandshakeException || hostname) {
        return cause;
      }
    }
    return null;
  }

  /** The innermost SQLSTATE: pools wrap the cause that people need. */
  static @Nullable String sqlState(Throwable failure) {
    String state = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }

  private static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
