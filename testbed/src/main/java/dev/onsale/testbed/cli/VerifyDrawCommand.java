package dev.onsale.testbed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.testbed.draw.Check;
import dev.onsale.testbed.draw.DrawVerification;
import dev.onsale.testbed.draw.Receipt;
import dev.onsale.testbed.draw.UnreadableEvidence;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "verify-draw",
    mixinStandardHelpOptions = true,
    description = {
      "Checks an event's draw from what everybody can read: commitment, beacon, seed, release",
      "windows, and with a receipt the number of who registered and when it was called.",
      "docs/verify-draw.md tells how to do the same by hand.",
      "",
      "Exits 0 if everything is as it has to be, 1 if something is not, 2 if a document cannot be",
      "read, 3 if something cannot be decided yet, such as a number that was not called."
    })
final class VerifyDrawCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int UNREADABLE = 2;
  private static final int OPEN = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Of 500 windows each. */
  private static final int MOST_PAGES = 10_000;

  private static final String EXPECTED =
      "give the event's address, https://HOST/v1/events/NAMESPACE/NAME";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A running event: https://HOST/v1/events/NAMESPACE/NAME")
  private @Nullable URI url;

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "Instead of --url: the event's document, as saved.")
  private @Nullable Path event;

  @Option(
      names = "--windows",
      paramLabel = "FILE",
      description = "With --event: pages of /queue/windows, in their order; may be repeated.")
  private List<Path> windows = new ArrayList<>();

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "What you were answered when you registered.")
  private @Nullable Path receipt;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "windowsHead of a /queue/status that you saw earlier: it must be in the chain.")
  private @Nullable String head;

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    if ((url == null) == (event == null)) {
      throw new ParameterException(
          command.commandLine(),
          "give --url of a running event, or --event and --windows as files");
    }
    PrintWriter out = command.commandLine().getOut();
    try {
      List<Check> checks =
          DrawVerification.of(event(), pages(), head)
              .check(receipt == null ? null : Receipt.from(file(receipt)));
      checks.forEach(
          check ->
              out.printf(
                  "%-6s  %-10s  %s%n",
                  check.verdict().name().toLowerCase(Locale.ROOT), check.what(), check.detail()));
      return conclusion(DrawVerification.verdict(checks), out);
    } catch (UnreadableEvidence | IllegalArgumentException | DateTimeException e) {
      command.commandLine().getErr().println("onsale verify-draw: " + e.getMessage());
      return UNREADABLE;
    }
  }

  private static int conclusion(Check.Verdict verdict, PrintWriter out) {
    out.println();
    return switch (verdict) {
      case OK -> {
        out.println("The draw is as it was promised.");
        yield 0;
      }
      case FAILED -> {
        out.println("THE DRAW IS NOT AS IT WAS PROMISED.");
        yield FAILED;
      }
      case OPEN -> {
        out.println("Nothing is wrong so far; not everything can be decided yet.");
        yield OPEN;
      }
    };
  }

  private JsonNode event() throws InterruptedException {
    return event == null ? fetch("") : file(event);
  }

  private List<JsonNode> pages() throws InterruptedException {
    if (event != null) {
      if (windows.isEmpty()) {
        throw new UnreadableEvidence("--windows is missing; save /queue/windows as well");
      }
      return windows.stream().map(VerifyDrawCommand::file).toList();
    }
    List<JsonNode> pages = new ArrayList<>();
    int next = 0;
    do {
      JsonNode page = fetch("/queue/windows?from=" + next);
      pages.add(page);
      next = page.path("next").asInt();
    } while (!pages.getLast().path("windows").isEmpty() && pages.size() < MOST_PAGES);
    return pages;
  }

  private JsonNode fetch(String path) throws InterruptedException {
    if (url == null
        || url.getHost() == null
        || !String.valueOf(url.getScheme()).matches("https?")) {
      throw new UnreadableEvidence("--url '" + url + "' is no address; " + EXPECTED);
    }
    URI address = URI.create(String.valueOf(url).replaceAll("/+$", "") + path);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new UnreadableEvidence(
            "%s answered %d: %s"
                .formatted(address, answer.statusCode(), advice(answer.statusCode())));
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UnreadableEvidence(address + " answered no JSON: " + EXPECTED);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnreadableEvidence(address + " gave no answer: " + why);
    }
  }

  private static String advice(int status) {
    return switch (status / 100) {
      case 5 -> "the event cannot be read now; try again in a minute";
      case 3 -> "it is elsewhere; " + EXPECTED;
      default -> EXPECTED;
    };
  }

  private static JsonNode file(Path path) {
    try {
      return JSON.readTree(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new UnreadableEvidence(path + " is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableEvidence(path + " cannot be read: " + e.getMessage());
    }
  }
}
