package dev.onsale.booking.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Reads PostgreSQL's failures: is it away, or is something wrong with what was asked? */
public final class StoreFailures {
  private StoreFailures() {}

  /**
   * True when the failure says that PostgreSQL could not be asked or did not answer in time. The
   * same call may succeed later; whether a commit took effect is not known.
   */
  public static boolean away(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotCreateTransactionException
          || cause instanceof TransactionSystemException
          || cause instanceof DataAccessResourceFailureException
          || cause instanceof QueryTimeoutException
          || cause instanceof TransientDataAccessException) {
        return true;
      }
      if (cause instanceof SQLException sql && connectionState(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** The failure's deepest cause, in one line. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName()
        + ": "
        + String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  /** True when another transaction kept a row longer than this one may wait. */
  public static boolean lockTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Classes 08 (connection), 57 (operator intervention: shutdown, starting) and 53 (resources). */
  private static boolean connectionState(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57") || state.startsWith("53"));
  }
}
