package dev.onsale.operator.conditions;

import dev.onsale.operator.conditions.Reason.Severity;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages of docs/reasons. */
final class ReasonPages {

  private static final String GENERATED =
      "<!-- written from Reason.java by ReasonPagesTest -->\n\n";

  private ReasonPages() {}

  /** Text by file name. */
  static Map<String, String> all() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("README.md", index());
    Stream.of(Reason.values()).forEach(reason -> pages.put(reason + ".md", page(reason)));
    return pages;
  }

  private static String page(Reason reason) {
    return GENERATED
        + """
        # %s

        %s. %s

        **Cause.** %s

        **What to do.** %s

        ```
        %s
        ```
        """
            .formatted(
                reason,
                words(reason.severity()),
                where(reason),
                reason.cause(),
                reason.fix(),
                reason.command());
  }

  private static String index() {
    return GENERATED
        + "# Reasons\n\nWhat conditions and Kubernetes Events of Onsale give as their reason. `kubectl onsale explain REASON` shows a page.\n"
        + Stream.of(Severity.NeedsAPerson, Severity.Progress, Severity.News)
            .map(ReasonPages::section)
            .collect(Collectors.joining());
  }

  private static String section(Severity severity) {
    return Stream.of(Reason.values())
        .filter(reason -> reason.severity() == severity)
        .map(
            reason ->
                "| [%s](%s.md) | %s | %s |\n"
                    .formatted(reason, reason, types(reason), reason.cause()))
        .collect(
            Collectors.joining(
                "",
                "\n## %s\n\n| reason | conditions | cause |\n|---|---|---|\n"
                    .formatted(words(severity)),
                ""));
  }

  private static String words(Severity severity) {
    return switch (severity) {
      case News -> "News";
      case Progress -> "On its way: the operator goes on by itself";
      case NeedsAPerson -> "Needs a person";
    };
  }

  private static String where(Reason reason) {
    return reason.conditions().isEmpty()
        ? "Reason of a Kubernetes Event."
        : "Reason of " + types(reason) + ".";
  }

  private static String types(Reason reason) {
    return reason.conditions().stream()
        .map(type -> "`" + type + "`")
        .collect(Collectors.joining(", "));
  }
}
