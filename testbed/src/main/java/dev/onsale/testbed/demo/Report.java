package dev.onsale.testbed.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.onsale.testbed.audit.Breach;
import dev.onsale.testbed.audit.Findings;
import dev.onsale.testbed.audit.Promise;
import dev.onsale.testbed.buyers.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a demo found, as it is written to a file.
 *
 * @param joined places given to buyers
 * @param admitted sessions opened
 * @param held holds acknowledged
 * @param ordersConfirmed orders acknowledged as paid
 * @param ticketsIssued tickets of confirmed orders, by the database where it could be read
 * @param capacity seats and standing places for sale
 * @param oversold seats with two owners, and tickets beyond the capacity
 * @param secondsToReady from applying the event until it was ready to sell
 * @param secondsToSoldOut from the opening until the last ticket; absent if it did not sell out
 * @param breaches every broken promise in words
 * @param notChecked what could not be checked from here, and why
 * @param buyers what else happened to buyers, counted
 */
public record Report(
    long joined,
    long admitted,
    long held,
    long ordersConfirmed,
    int ticketsIssued,
    int capacity,
    int sold,
    int oversold,
    int paidWithoutTicketOrRefund,
    int turnViolations,
    int maxActiveConfigured,
    int maxActiveSeen,
    double secondsToReady,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double secondsToSoldOut,
    String kubernetesVersion,
    List<String> breaches,
    List<String> notChecked,
    Map<String, Long> buyers) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Report {
    breaches = List.copyOf(breaches);
    notChecked = List.copyOf(notChecked);
    buyers = Collections.unmodifiableMap(new TreeMap<>(buyers));
  }

  static Report of(
      Journal journal,
      Findings findings,
      int maxActive,
      double secondsToReady,
      @Nullable Double secondsToSoldOut,
      String kubernetesVersion) {
    Journal.Tally tally = journal.tally();
    Map<String, Long> counts = new TreeMap<>();
    for (Journal.Count count : Journal.Count.values()) {
      counts.put(inWords(count), journal.countOf(count));
    }
    return new Report(
        tally.joined(),
        tally.admitted(),
        tally.held(),
        tally.confirmed(),
        findings.sold(),
        findings.capacity(),
        findings.sold(),
        findings.count(Promise.ONE_OWNER),
        findings.count(Promise.PAID_MEANS_TICKETS),
        findings.count(Promise.TURN),
        maxActive,
        findings.maxActiveSeen(),
        secondsToReady,
        secondsToSoldOut,
        kubernetesVersion,
        findings.breaches().stream().map(Report::inWords).toList(),
        findings.notChecked(),
        counts);
  }

  /** Every promise was kept and every seat was sold. */
  @JsonIgnore
  public boolean isSuccess() {
    return breaches.isEmpty() && sold == capacity;
  }

  /** Writes the report as JSON; folders above it are made. */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  private static String inWords(Breach breach) {
    return breach.promise().inWords() + ": " + breach.what();
  }

  private static String inWords(Journal.Count count) {
    var words = new StringBuilder();
    for (String word : count.name().toLowerCase(Locale.ROOT).split("_")) {
      words.append(
          words.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return words.toString();
  }
}
