package dev.onsale.testbed.demo;

import dev.onsale.testbed.audit.Findings;
import dev.onsale.testbed.audit.Promise;
import dev.onsale.testbed.buyers.Journal;
import java.util.List;
import java.util.Locale;

/** The books of a sale in words, for people. */
final class Ledger {
  private static final int SHOWN = 10;

  private Ledger() {}

  static String of(Report report, Findings findings, Journal journal) {
    var text = new StringBuilder("\nLedger\n");
    row(text, "buyers who took a place", report.joined());
    row(text, "admitted", report.admitted());
    row(text, "holds", report.held());
    row(text, "orders confirmed", report.ordersConfirmed());
    row(text, "tickets", report.ticketsIssued());
    row(text, "seats for sale", report.capacity());
    text.append(
        "  %-42s %8d of %d%n"
            .formatted(
                "most sessions at once", report.maxActiveSeen(), report.maxActiveConfigured()));
    text.append("\nWhat buyers did besides\n");
    for (Journal.Count count : Journal.Count.values()) {
      if (journal.countOf(count) > 0) {
        row(text, count.name().toLowerCase(Locale.ROOT).replace('_', ' '), journal.countOf(count));
      }
    }
    text.append("\nPromises\n");
    for (Promise promise : Promise.values()) {
      int broken = findings.count(promise);
      text.append(
          "  %s %s%s%n"
              .formatted(
                  broken == 0 ? "✓" : "✗",
                  promise.inWords(),
                  broken == 0 ? "" : ": broken %d times".formatted(broken)));
    }
    some(text, "Broken", report.breaches());
    some(text, "Not checked", report.notChecked());
    some(text, "Answers nobody expected", journal.complaints());
    return text.toString();
  }

  private static void row(StringBuilder text, String what, long figure) {
    text.append("  %-42s %8d%n".formatted(what, figure));
  }

  private static void some(StringBuilder text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.append("\n").append(title).append("\n");
    lines.stream().limit(SHOWN).forEach(line -> text.append("  ").append(line).append("\n"));
    if (lines.size() > SHOWN) {
      text.append("  … and %d more%n".formatted(lines.size() - SHOWN));
    }
  }
}
